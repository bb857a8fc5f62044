# The image runs on the PostgreSQL it is given: docker run -e DATABASE_URL=postgres://... -p 8080:8080 voltyard
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=optional
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production VOLTYARD_HOST=0.0.0.0 VOLTYARD_DATA=/data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/generated generated
COPY --from=build /app/src/storage/migrations src/storage/migrations
RUN mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 8080
CMD ["node", "--max-semi-space-size=64", "dist/server/main.js"]
