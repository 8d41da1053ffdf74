"""What members report and moderators decide."""
