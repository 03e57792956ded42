"""The addresses of the delegate portal."""

app_name = "delegate"
urlpatterns: list = []
