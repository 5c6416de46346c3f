# syntax=docker/dockerfile:1
# One build, one image a role: docker build --target etl .
ARG NODE_IMAGE=node:24-bookworm-slim

# What installations are made from and nothing else, so that they are made anew when one of these files changes and not when a source does.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /manifests
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
 && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS build
WORKDIR /build
ENV TURBO_TELEMETRY_DISABLED=1
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY turbo.json tsconfig.base.json tsconfig.build.json ./
COPY proto proto
COPY db db
COPY packages packages
COPY apps apps
RUN node node_modules/turbo/bin/turbo run build --output-logs=errors-only
# The compiled services, without what only tests and the command line of one machine have.
RUN mkdir /app \
 && find packages apps -name node_modules -prune -o -type f \( -path '*/dist/*' -o -path '*/public/*' \) \
      ! -path 'packages/testkit/*' ! -path 'apps/forewarn/*' ! -name '*.d.ts' ! -name '*.tsbuildinfo' -print0 \
    | xargs -0 cp --parents --target-directory=/app

# What the services import, once for all of them: their images then share one layer.
FROM ${NODE_IMAGE} AS modules
WORKDIR /modules
COPY --from=manifests /manifests ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund --omit=dev \
      --workspace=@forewarn/etl --workspace=@forewarn/storage --workspace=@forewarn/retrieval \
      --workspace=@forewarn/sla-manager --workspace=@forewarn/console
# Types, source maps, C sources, and what was compiled for other systems: two thirds of it.
RUN find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete \
 && find node_modules/@photostructure/sqlite/prebuilds -mindepth 1 -maxdepth 1 \
      ! -name "$(node -p 'process.platform + "-" + process.arch')" -exec rm -r {} + \
 && rm -r node_modules/@photostructure/sqlite/src \
 && rm -r package-lock.json .npmrc packages/testkit node_modules/@forewarn/testkit apps/forewarn

FROM ${NODE_IMAGE} AS base
# Nothing installs or builds at run time. Corepack and yarn are there or not, depending on the version of Node.
RUN rm -rf "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" /opt/yarn-* /usr/local/lib/node_modules \
      /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg
ENV NODE_ENV=production
WORKDIR /app
COPY --from=modules /modules ./
COPY --from=build /app ./
COPY LICENSE ./
USER node
# Asks the process itself; OPERATIONS_PORT is set by each role below. It knows itself, whatever its certificate is for.
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=6 \
  CMD ["node", "-e", "require(process.env.TLS_CERT_FILE ? 'https' : 'http').get({ host: '127.0.0.1', port: process.env.OPERATIONS_PORT, path: '/readyz', rejectUnauthorized: false }, (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]

# One Node warning is turned off: kafkajs sets timers in the past.
FROM base AS etl
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9201
EXPOSE 9201
CMD ["node", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "apps/etl/dist/main.js"]

FROM base AS storage
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9202
EXPOSE 9202
CMD ["node", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "apps/storage/dist/main.js"]

FROM base AS retrieval
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9203 RETRIEVAL_HOST=0.0.0.0
EXPOSE 9203 50051
CMD ["node", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "apps/retrieval/dist/main.js"]

FROM base AS sla-manager
ENV OPERATIONS_HOST=0.0.0.0 OPERATIONS_PORT=9204 SLA_HOST=0.0.0.0
EXPOSE 9204 8080
CMD ["node", "--enable-source-maps", "--disable-warning=TimeoutNegativeWarning", "apps/sla-manager/dist/main.js"]

FROM base AS console
HEALTHCHECK NONE
ENTRYPOINT ["node", "apps/console/dist/main.js"]
