"""Between the window and the services: work off the GUI thread, and news as signals."""
