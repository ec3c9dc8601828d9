"""What was handed in: versions, receipts, printed forms, sealed scans, and proving that paper is what was handed in."""

from django.urls import path

from ..views import sealing, verifying, versions

SUBMISSION = "submissions/<uuid:pk>/"
VERSION = f"{SUBMISSION}versions/<int:number>/"

urlpatterns = [
    path(f"{SUBMISSION}form/", versions.submission_form, name="submission_form"),
    path(f"{SUBMISSION}seal/", sealing.seal, name="submission_seal"),
    path(f"{SUBMISSION}seals/<int:seal>/", sealing.sealed_scan, name="sealed_scan"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}changes/", versions.version_changes, name="version_changes"),
    path(f"{VERSION}files/<int:order>/", versions.version_file, name="version_file"),
    path(f"{VERSION}form/", versions.version_form, name="version_form"),
    path(f"{VERSION}receipt/", versions.receipt, name="receipt"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.verified, name="verified"),
    path("verify/<str:code>/file/", verifying.verify_file, name="verify_file"),
]
