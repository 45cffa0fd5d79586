# One image for web, worker and beat; the command says which. Dependencies come from the lock, by
# hash, in a stage of their own, so that the final image has no build tools. It has no browser either:
# README, "Looks at live pages", says how the worker of the queue `default` gets one.
FROM python:3.12-slim AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data \
    STATIC_ROOT=/app/staticfiles
RUN useradd --system --uid 10001 --create-home portal && install -d -o portal /data
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# Static files are collected with throw-away settings; no secret enters a layer.
RUN EMBEDDED=0 SECRET_KEY=build-only DATABASE_URL=postgresql:///none \
    python manage.py collectstatic --noinput --verbosity 0
USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4", \
     "--access-logfile", "-", "--logger-class", "portal.access_log.RedactedLogger"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", \
     "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
