"""A day planner that shows where the week goes and gets work off the desk."""
