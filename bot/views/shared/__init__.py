"""Parts shared by several views: quoted sentences with their citation marks, and names, dates and numbers."""
