"""The addresses of the staff portal."""

app_name = "staff"
urlpatterns: list = []
