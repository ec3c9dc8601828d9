"""A submission's materials, and files on their way."""

from django.urls import path

from ..views import materials, uploads

MATERIALS = "submissions/<uuid:pk>/materials/"
UPLOADS = "submissions/<uuid:pk>/uploads/"
UPLOAD = f"{UPLOADS}<uuid:upload>/"

urlpatterns = [
    path(MATERIALS, materials.materials, name="materials"),
    path(f"{MATERIALS}add/<str:code>/", materials.material_add, name="material_add"),
    path(f"{MATERIALS}<int:material>/", materials.material, name="material"),
    path(f"{MATERIALS}<int:material>/remove/", materials.material_remove, name="material_remove"),
    path(UPLOADS, uploads.upload_new, name="upload_new"),
    path(UPLOAD, uploads.upload, name="upload"),
    path(f"{UPLOAD}chunk/", uploads.upload_chunk, name="upload_chunk"),
    path(f"{UPLOAD}finish/", uploads.upload_finish, name="upload_finish"),
    path(f"{UPLOAD}drop/", uploads.upload_drop, name="upload_drop"),
]
