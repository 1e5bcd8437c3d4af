// SPDX-License-Identifier: Apache-2.0
//
// Requests of a fixed number of spans in traces of ten, as OTLP JSON and as protobuf. The protobuf
// body is encoded once and patched before each send, because encoding in JavaScript costs more than
// what is to be measured.

const TRACE_SPANS = 10;
const OPERATIONS = ['list items', 'get item', 'add item', 'pay'];

function hex(length) {
  let text = '';
  while (text.length < length) {
    text += ((Math.random() * 0x100000000) >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

// The spans of one request: what differs between requests, and nothing else.
export function freshSpans(count) {
  const nowNanos = BigInt(Date.now()) * 1000000n;
  const spans = [];
  for (let i = 0; i < count; i++) {
    const first = i % TRACE_SPANS === 0;
    const parent = first ? null : spans[i - 1];
    const start = first ? nowNanos - 1000000000n : parent.start + 1000000n;
    spans.push({
      traceId: first ? hex(32) : parent.traceId,
      spanId: hex(16),
      parentSpanId: first ? '' : parent.spanId,
      name: OPERATIONS[i % OPERATIONS.length],
      isError: i % 50 === 49,
      start: start,
      end: start + BigInt(20 - (i % TRACE_SPANS)) * 2000000n,
      userId: String(1e11 + Math.floor(Math.random() * 8e11)),
    });
  }
  return spans;
}

export function serviceName(number) {
  return `k6-shop-${number % 10}`;
}

export function jsonRequest(service, spans) {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: {
          attributes: [
            { key: 'service.name', value: { stringValue: service } },
            { key: 'service.version', value: { stringValue: '1.0.0' } },
          ],
        },
        scopeSpans: [{ scope: { name: 'k6' }, spans: spans.map(jsonSpan) }],
      },
    ],
  });
}

function jsonSpan(span) {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: 2,
    startTimeUnixNano: span.start.toString(),
    endTimeUnixNano: span.end.toString(),
    attributes: [
      { key: 'http.request.method', value: { stringValue: 'GET' } },
      { key: 'http.response.status_code', value: { intValue: span.isError ? '500' : '200' } },
      { key: 'server.address', value: { stringValue: 'shop.example' } },
      { key: 'user.id', value: { stringValue: span.userId } },
    ],
    status: span.isError ? { code: 2, message: 'failed' } : {},
  };
}

// A protobuf request of one service; call patch() before each use of body.
export class ProtobufTemplate {
  constructor(service, count) {
    this.marks = [];
    const spans = freshSpans(count);
    const scopeSpans = [...field(1, text(1, 'k6'))];
    const marksOfSpans = [];
    for (const span of spans) {
      const encoded = encodeSpan(span);
      const header = prefix(2, encoded.bytes.length);
      marksOfSpans.push({ at: scopeSpans.length + header.length, marks: encoded.marks });
      append(scopeSpans, header, encoded.bytes);
    }
    const resource = field(1, [
      ...field(1, attribute('service.name', service)),
      ...field(1, attribute('service.version', '1.0.0')),
    ]);
    const scopeHeader = prefix(2, scopeSpans.length);
    const inner = resource.length + scopeHeader.length;
    const outerHeader = prefix(1, inner + scopeSpans.length);
    const shift = outerHeader.length + inner;
    const all = [];
    append(all, outerHeader, resource, scopeHeader, scopeSpans);
    this.body = new Uint8Array(all);
    this.view = new DataView(this.body.buffer);
    this.positions = marksOfSpans.map((span) => {
      const absolute = {};
      for (const [name, position] of Object.entries(span.marks)) {
        absolute[name] = shift + span.at + position;
      }
      return absolute;
    });
  }

  patch() {
    const spans = freshSpans(this.positions.length);
    this.positions.forEach((at, i) => {
      this.putHex(at.traceId, spans[i].traceId);
      this.putHex(at.spanId, spans[i].spanId);
      if (at.parentSpanId !== undefined) {
        this.putHex(at.parentSpanId, spans[i].parentSpanId);
      }
      this.view.setBigUint64(at.start, spans[i].start, true);
      this.view.setBigUint64(at.end, spans[i].end, true);
      for (let digit = 0; digit < spans[i].userId.length; digit++) {
        this.body[at.userId + digit] = spans[i].userId.charCodeAt(digit);
      }
    });
    return this.body.buffer;
  }

  putHex(at, digits) {
    for (let i = 0; i < digits.length; i += 8) {
      this.view.setUint32(at + i / 2, parseInt(digits.substr(i, 8), 16), false);
    }
  }
}

function encodeSpan(span) {
  const bytes = [];
  const marks = {};
  const mark = (name, header, length) => {
    append(bytes, header);
    marks[name] = bytes.length;
    append(bytes, new Array(length).fill(0));
  };
  mark('traceId', prefix(1, 16), 16);
  mark('spanId', prefix(2, 8), 8);
  if (span.parentSpanId) {
    mark('parentSpanId', prefix(4, 8), 8);
  }
  append(bytes, text(5, span.name), [6 << 3, 2]);
  mark('start', [(7 << 3) | 1], 8);
  mark('end', [(8 << 3) | 1], 8);
  append(bytes, field(9, attribute('http.request.method', 'GET')));
  append(bytes, field(9, intAttribute('http.response.status_code', span.isError ? 500 : 200)));
  append(bytes, field(9, attribute('server.address', 'shop.example')));
  const user = field(9, attribute('user.id', span.userId));
  append(bytes, user);
  marks.userId = bytes.length - span.userId.length;
  if (span.isError) {
    append(bytes, field(15, [...text(2, 'failed'), 3 << 3, 2]));
  }
  return { bytes, marks };
}

function append(target, ...parts) {
  for (const part of parts) {
    for (const byte of part) {
      target.push(byte);
    }
  }
}

function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function prefix(number, length) {
  return [...varint((number << 3) | 2), ...varint(length)];
}

function field(number, content) {
  return [...prefix(number, content.length), ...content];
}

function text(number, value) {
  return field(number, Array.from(value, (char) => char.charCodeAt(0)));
}

function attribute(key, value) {
  return [...text(1, key), ...field(2, text(1, value))];
}

function intAttribute(key, value) {
  return [...text(1, key), ...field(2, [3 << 3, ...varint(value)])];
}
