// SPDX-License-Identifier: Apache-2.0
//
// Sends spans over OTLP HTTP.
//   k6 run -e FORMAT=json|protobuf [-e ENDPOINT=http://127.0.0.1:4318] [-e VUS=4] [-e DURATION=30s]
//          [-e SPANS=100] [-e RATE=requests a second, else as fast as answers come] otlp-http.js

import http from 'k6/http';
import exec from 'k6/execution';
import { check, sleep } from 'k6';
import { Counter } from 'k6/metrics';
import { freshSpans, jsonRequest, ProtobufTemplate, serviceName } from './spans.js';

const endpoint = __ENV.ENDPOINT || 'http://127.0.0.1:4318';
const isJson = (__ENV.FORMAT || 'protobuf') === 'json';
const spansPerRequest = Number(__ENV.SPANS || 100);
const vus = Number(__ENV.VUS || 4);
const duration = __ENV.DURATION || '30s';
const rate = Number(__ENV.RATE || 0);
const params = {
  headers: { 'Content-Type': isJson ? 'application/json' : 'application/x-protobuf' },
};

const acknowledged = new Counter('spans_acknowledged');
const refused = new Counter('spans_refused');

export const options = {
  scenarios: {
    write: rate
      ? {
          executor: 'constant-arrival-rate',
          rate: rate,
          timeUnit: '1s',
          duration: duration,
          preAllocatedVUs: vus,
        }
      : { executor: 'constant-vus', vus: vus, duration: duration },
  },
  thresholds: { checks: ['rate==1'] },
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

let template;

export default function () {
  const service = serviceName(exec.vu.idInTest);
  if (!isJson && !template) {
    template = new ProtobufTemplate(service, spansPerRequest);
  }
  const body = isJson ? jsonRequest(service, freshSpans(spansPerRequest)) : template.patch();
  let response = http.post(`${endpoint}/v1/traces`, body, params);
  for (let attempt = 1; isRefused(response) && attempt < 10; attempt++) {
    refused.add(spansPerRequest);
    sleep(Number(response.headers['Retry-After'] || 1));
    response = http.post(`${endpoint}/v1/traces`, body, params);
  }
  const isWhole = check(response, {
    acknowledged: (r) => r.status === 200,
    'nothing rejected': (r) => !r.body || (isJson && !r.json('partialSuccess.rejectedSpans')),
  });
  if (isWhole) {
    acknowledged.add(spansPerRequest);
  }
}

function isRefused(response) {
  return response.status === 429 || response.status === 503;
}
