# syntax=docker/dockerfile:1
# One build, one stage a role: docker build --target etl .
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
ENV TURBO_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc turbo.json tsconfig.base.json ./
COPY packages packages
COPY apps apps
COPY proto proto
COPY db db
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
RUN node node_modules/turbo/bin/turbo run build --output-logs=errors-only
RUN --mount=type=cache,target=/root/.npm npm prune --omit=dev --ignore-scripts \
 && find . -path ./node_modules -prune -o \( -name src -o -name '*.test.*' -o -name '.turbo' \) -print0 | xargs -0 rm -rf

FROM ${NODE_IMAGE} AS base
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/packages packages
COPY --from=build /build/apps apps
USER node
# Asks the process itself; OPERATIONS_PORT is set by each role below.
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPERATIONS_PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM base AS etl
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9201
EXPOSE 9201
CMD ["node", "--enable-source-maps", "apps/etl/dist/main.js"]

FROM base AS storage
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9202
EXPOSE 9202
CMD ["node", "--enable-source-maps", "apps/storage/dist/main.js"]

FROM base AS retrieval
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9203 RETRIEVAL_HOST=0.0.0.0
EXPOSE 9203 50051
CMD ["node", "--enable-source-maps", "apps/retrieval/dist/main.js"]

FROM base AS sla-manager
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9204 SLA_HOST=0.0.0.0
EXPOSE 9204 8080
CMD ["node", "--enable-source-maps", "apps/sla-manager/dist/main.js"]

FROM base AS console
HEALTHCHECK NONE
ENTRYPOINT ["node", "apps/console/dist/main.js"]
