"""Says clearly, and fails, when PostgreSQL or Redis does not answer at DATABASE_URL and REDIS_URL."""

import os
import sys

import psycopg2
import redis


def main() -> None:
    try:
        psycopg2.connect(os.environ["DATABASE_URL"]).close()
    except psycopg2.Error as erreur:
        sys.exit(f"PostgreSQL does not answer at DATABASE_URL: start it or set the variable. ({erreur})")
    try:
        redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
    except redis.RedisError as erreur:
        sys.exit(f"Redis does not answer at REDIS_URL: start it or set the variable. ({erreur})")


main()
