"""A real OpenID provider as a program of its own: django-allauth's, with a sign-in page and a table of people."""

CLIENT_ID = "rathaus"
CLIENT_SECRET = "Geheimnis-des-Anmeldedienstes-1849"
PASSWORD = "Sieben Raben am Brunnen"
