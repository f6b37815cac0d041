# The workbook on a clean machine: docker build -t contaminated-moe . && docker run --rm contaminated-moe
FROM node:20-bookworm-slim

# Chromium draws the static images of figures; git names the commit in new records.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core git \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /workbook
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

# The claims against fresh runs: every 50th published replicate, to the last bit. Other jobs: see docs/reproducing.md.
CMD ["node", "dist/cli/cmoe.js", "reproduce", "--check"]
