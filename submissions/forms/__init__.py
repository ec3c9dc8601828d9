"""What people enter. All input passes one of these; what it means is decided in workflow, drafts and publishing."""
