"""The addresses of the beneficiary portal."""

app_name = "beneficiary"
urlpatterns: list = []
