#!/bin/sh
# Run once by the image of Postgres, when the data directory is new: roles, databases, extensions.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
  --set=owner_password="$RATHAUS_OWNER_PASSWORD" --set=app_password="$RATHAUS_APP_PASSWORD" \
  --set=database=rathaus --set=queue_database=rathaus_queue \
  --file=/docker-entrypoint-initdb.d/roles.psql
