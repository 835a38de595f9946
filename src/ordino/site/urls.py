"""Addresses of the site: the back office, and the health check."""

from django.urls import include, path

from ordino.site import views

urlpatterns = [
    path("health", views.health, name="health"),
    path("", include("ordino.office.urls")),
]
