# Two stages from the same lock as everywhere: the first installs, the second carries no tools for that.
FROM python:3.11-slim-bookworm AS installed
# requirements-s3.txt where materials lie in an S3-compatible store.
ARG LOCK=requirements.txt
COPY requirements.txt requirements-s3.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r "$LOCK"

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=0 MEDIA_ROOT=/media
RUN useradd --system --uid 10001 --no-create-home shifan && install -d -o shifan -g shifan /media
COPY --from=installed /venv /venv
WORKDIR /app
COPY . .
# Static files are part of the image; the key lives for this one command.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" python manage.py collectstatic --noinput
USER shifan
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "config.wsgi"]
