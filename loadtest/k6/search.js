// SPDX-License-Identifier: Apache-2.0
//
// Searches through Jaeger's HTTP API, whatever services are there; load some spans first.
//   k6 run [-e ENDPOINT=http://127.0.0.1:16686] [-e VUS=2] [-e DURATION=30s] search.js

import http from 'k6/http';
import { check, fail } from 'k6';
import { Trend } from 'k6/metrics';

const api = (__ENV.ENDPOINT || 'http://127.0.0.1:16686') + '/api';

// One trend a kind of query: k6 tags would hide which one is slow.
const trends = {};
for (const kind of ['services', 'by_id', 'by_service', 'by_operation', 'by_duration', 'by_tag', 'by_unique_tag', 'miss']) {
  trends[kind] = new Trend(`ms_${kind}`, true);
}

export const options = {
  scenarios: {
    read: {
      executor: 'constant-vus',
      vus: Number(__ENV.VUS || 2),
      duration: __ENV.DURATION || '30s',
    },
  },
  thresholds: { checks: ['rate==1'] },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

function get(kind, path, status = 200) {
  const response = http.get(`${api}${path}`, {
    tags: { name: kind },
    responseCallback: http.expectedStatuses(status),
  });
  trends[kind].add(response.timings.duration);
  check(response, { [`${kind} answers ${status}`]: (r) => r.status === status });
  return response;
}

function pick(list) {
  return list[Math.floor(Math.random() * list.length)];
}

export function setup() {
  const services = http.get(`${api}/services`).json('data') || [];
  if (services.length === 0) {
    fail('no services: load some spans first');
  }
  const operations = {};
  for (const service of services) {
    const name = encodeURIComponent(service);
    operations[service] = http.get(`${api}/services/${name}/operations`).json('data');
  }
  return { services, operations };
}

export default function (found) {
  const service = pick(found.services);
  const name = encodeURIComponent(service);
  const operation = encodeURIComponent(pick(found.operations[service]));
  get('services', '/services');
  const traces = get('by_service', `/traces?service=${name}&limit=20&lookback=1h`).json('data');
  check(traces, { 'a service that is listed has traces': (t) => t !== null && t.length > 0 });
  get('by_operation', `/traces?service=${name}&operation=${operation}&limit=20&lookback=1h`);
  get('by_duration', `/traces?service=${name}&minDuration=20ms&limit=20&lookback=1h`);
  get('by_tag', `/traces?service=${name}&limit=20&lookback=1h&tags=${tags({ error: 'true' })}`);
  if (traces && traces.length > 0) {
    const trace = pick(traces);
    const again = get('by_id', `/traces/${trace.traceID}`).json('data.0');
    check(again, {
      'a trace by id is the one that was found': (t) =>
        t.traceID === trace.traceID && t.spans.length >= trace.spans.length,
    });
    const user = userOf(trace);
    if (user) {
      const owner = encodeURIComponent(user.service);
      const query = `/traces?service=${owner}&limit=20&lookback=1h&tags=${tags({ 'user.id': user.id })}`;
      const same = get('by_unique_tag', query).json('data');
      check(same, {
        'a unique attribute finds its trace': (t) =>
          t.some((each) => each.traceID === trace.traceID),
      });
    }
  }
  get('miss', '/traces/00000000000000000000000000000bad', 404);
}

function userOf(trace) {
  for (const span of trace.spans) {
    const tag = span.tags.find((each) => each.key === 'user.id');
    if (tag) {
      return { id: tag.value, service: trace.processes[span.processID].serviceName };
    }
  }
  return null;
}

function tags(wanted) {
  return encodeURIComponent(JSON.stringify(wanted));
}
