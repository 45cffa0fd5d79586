"""Addresses of the pages about looks, below the program's own."""

from django.urls import path

from consent.looking import views

urlpatterns = [
    path("programs/<uuid:pk>/looks/", views.look_list, name="looks"),
    path("programs/<uuid:pk>/looks/new/", views.look_now, name="look_now"),
    path("programs/<uuid:pk>/looks/pictures/", views.take_pictures, name="take_pictures"),
    path("looks/<uuid:pk>/", views.look_page, name="look"),
    path("looks/<uuid:pk>/<slug:reader>/<slug:part>.png", views.look_picture, name="look_picture"),
    path("programs/<uuid:pk>/drift/", views.drift_page, name="drift"),
    path("programs/<uuid:pk>/drift/settle/", views.drift_settle, name="drift_settle"),
]
