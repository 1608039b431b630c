# The service as `npm start` runs it, without what only tests need. docs/container.md says how to run it, and what was tried.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages carry a Node for machines without one; here it is the image's own.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY openapi/openapi.json ./openapi/
COPY src ./src
RUN mkdir /data && chown node:node /data
USER node
# Without tokens, the start is refused until whoever publishes the port says DEVELOPMENT_BIND_ANY=yes; compose.yaml does.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-sigusr1", "src/cli.ts", "serve"]
