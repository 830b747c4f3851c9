# tests/replay_dockerfile.sh replays these steps where no engine is at hand.
FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/readout
COPY requirements.lock requirements-pictures.lock requirements-meaning.lock requirements-llm.lock requirements-mcp.lock ./
RUN /opt/readout/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    -r requirements.lock -r requirements-pictures.lock -r requirements-meaning.lock \
    -r requirements-llm.lock -r requirements-mcp.lock
COPY pyproject.toml README.md LICENSE ./
COPY briefings ./briefings
COPY bot ./bot
RUN /opt/readout/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin readout \
    && install --directory --mode=0700 --owner=readout --group=readout /data
COPY --from=build /opt/readout /opt/readout
ENV PATH=/opt/readout/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    READOUT_DATA_DIR=/data
USER readout
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["readout", "health"]
CMD ["readout", "run", "--wait"]
