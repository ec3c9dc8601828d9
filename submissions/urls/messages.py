"""What one's unit is told."""

from django.urls import path

from ..views import messages

urlpatterns = [
    path("messages/", messages.message_list, name="message_list"),
    path("messages/read/", messages.messages_read, name="messages_read"),
    path("messages/<int:pk>/read/", messages.message_read, name="message_read"),
]
