"""Addresses of the site; the screens come later."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from ordino.site import views

urlpatterns = [
    path("", views.start_page, name="start"),
    path("health", views.health, name="health"),
    path("login", LoginView.as_view(template_name="login.html"), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
]
