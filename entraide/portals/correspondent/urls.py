"""The addresses of the correspondent portal."""

app_name = "correspondent"
urlpatterns: list = []
