# Two stages: the first installs what the bot needs, the second runs it. Build it with `docker build -t borahae .`
FROM python:3.13-slim-bookworm AS build
RUN python -m venv /opt/borahae
COPY requirements.lock ./
RUN /opt/borahae/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.13-slim-bookworm
RUN useradd --no-create-home --uid 10001 --home-dir /state --shell /usr/sbin/nologin borahae \
    && install --directory --owner=borahae --group=borahae /state
COPY --from=build /opt/borahae /opt/borahae
COPY bot /app/bot
COPY cogs /app/cogs
COPY data /app/data
ENV PATH=/opt/borahae/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATE_DIR=/state \
    LOG_FORMAT=json
USER borahae
WORKDIR /state
VOLUME /state
# whether it lives, not whether Discord does: an outage is no reason to start anew
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ.get('HEALTH_PORT', '8117') + '/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
