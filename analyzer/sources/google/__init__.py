"""Google Workspace, by the Admin SDK and the Cloud Identity API."""
