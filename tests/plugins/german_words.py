"""A plugin for a child: the window speaks German, from its first module on."""

from tidemill.gui import languages

languages.speak("de")
