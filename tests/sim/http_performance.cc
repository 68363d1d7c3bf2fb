#include "http_performance.h"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>

#include "sim_stream.h"

namespace nexy::sim {
namespace {

constexpr std::size_t kFlushBytes = 64 * 1024;
constexpr Place kBeforeHeaders{Place::At::kBeforeHeaders, 0};
constexpr Place kMidHeaders{Place::At::kMidHeaders, 0};
constexpr Place kAfterHeaders{Place::At::kAfterHeaders, 0};
constexpr std::string_view kGarbage = "\x16\x03\x7f\xff\xfe not what you asked for \x00\r\n\r\n";

}  // namespace

Task<> Wait(Milliseconds time) {
  if (time.count() <= 0) co_return;
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

Task<> WaitForever() {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           asio::steady_timer::time_point::max());
  co_await timer.async_wait(asio::use_awaitable);
}

HttpPerformance::HttpPerformance(SimStream& stream, Engine& engine, const Behaviour& behaviour,
                                 SimRequest& request, std::string& buffer)
    : stream_(stream),
      engine_(engine),
      behaviour_(behaviour),
      request_(request),
      out_(buffer),
      waits_(behaviour.waits()) {
  out_.clear();
}

Task<> HttpPerformance::Flush() {
  if (out_.empty()) co_return;
  co_await asio::async_write(stream_, asio::buffer(out_), asio::use_awaitable);
  out_.clear();
}

// What the behaviour has for this place, if anything.
Task<> HttpPerformance::Misbehave(Place place) {
  if (behaviour_.garbage == place) {
    if (place.at == Place::At::kAfterPieces && !behaviour_.garbage_framing) {
      Frame("data: {\"candidates\":[{\"con\xff\xfetent\":\n\n");
    } else {
      out_ += kGarbage;
      co_await Flush();
      stream_.Cut(CutHow::kFin);
      throw ScriptedEnd();
    }
  }
  if (behaviour_.stall == place) {
    co_await Flush();
    co_await WaitForever();
  }
  if (behaviour_.cut == place) {
    co_await Flush();
    if (!behaviour_.cut_gate.empty()) co_await engine_.gates().Pass(behaviour_.cut_gate);
    if (behaviour_.cut_how == CutHow::kEnd) {
      if (chunked_) out_ += "0\r\n\r\n";
      co_await Flush();
    }
    stream_.Cut(behaviour_.cut_how == CutHow::kRst ? CutHow::kRst : CutHow::kFin);
    throw ScriptedEnd();
  }
}

Task<> HttpPerformance::Head(HttpHead head) {
  if (behaviour_.split > 0 || behaviour_.drip_bytes > 0) {
    SimStream::ByteFaults faults;
    faults.split = behaviour_.split;
    stream_.Arm(faults);
  }
  co_await Wait(behaviour_.headers_latency);
  if (!behaviour_.headers_gate.empty()) co_await engine_.gates().Pass(behaviour_.headers_gate);
  co_await Misbehave(kBeforeHeaders);
  chunked_ = !head.length.has_value();

  char digits[20];
  const auto number = [&digits](std::size_t value) {
    return std::string_view(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  };
  out_ += "HTTP/1.1 ";
  out_ += number(static_cast<std::size_t>(head.status));
  out_ += ' ';
  out_ +=
      std::string_view(beast::http::obsolete_reason(static_cast<beast::http::status>(head.status)));
  out_ += "\r\n";
  if (!head.content_type.empty()) {
    out_ += "Content-Type: ";
    out_ += behaviour_.content_type.empty() ? head.content_type
                                            : std::string_view(behaviour_.content_type);
    out_ += "\r\n";
  }
  head.headers.insert(head.headers.end(), behaviour_.headers.begin(), behaviour_.headers.end());
  for (const auto& [name, value] : head.headers) {
    out_ += name;
    out_ += ": ";
    out_ += value;
    out_ += "\r\n";
  }
  if (behaviour_.connection_close) out_ += "Connection: close\r\n";
  if (behaviour_.oversized.at == Place::At::kMidHeaders) {
    out_ += "X-Filler: ";
    out_.append(behaviour_.oversized_bytes, 'x');
    out_ += "\r\n";
  }
  co_await Misbehave(kMidHeaders);
  if (chunked_) {
    out_ += "Transfer-Encoding: chunked\r\n\r\n";
  } else {
    out_ += "Content-Length: ";
    out_ += number(*head.length);
    out_ += "\r\n\r\n";
  }
  engine_.Note(request_, [&head](SimRequest& request) { request.status = head.status; });
  const bool by_bytes = behaviour_.cut.at == Place::At::kAfterBytes ||
                        behaviour_.stall.at == Place::At::kAfterBytes || behaviour_.drip_bytes > 0;
  if (waits_ || by_bytes) co_await Flush();
  if (by_bytes) {
    SimStream::ByteFaults faults;
    faults.split = behaviour_.split;
    faults.drip_bytes = behaviour_.drip_bytes;
    faults.drip_pause = behaviour_.drip_pause;
    faults.cut_how = behaviour_.cut_how;
    if (behaviour_.cut.at == Place::At::kAfterBytes) faults.cut_after = behaviour_.cut.n;
    if (behaviour_.stall.at == Place::At::kAfterBytes) faults.stall_after = behaviour_.stall.n;
    stream_.Arm(faults);
  }
  co_await Misbehave(kAfterHeaders);
}

void HttpPerformance::Frame(std::string_view body) {
  if (!chunked_) {
    out_ += body;
    return;
  }
  const std::size_t most = behaviour_.chunk_bytes > 0 ? behaviour_.chunk_bytes : body.size();
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, most);
    char digits[20];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, chunk.size(), 16).ptr);
    out_ += "\r\n";
    out_ += chunk;
    out_ += "\r\n";
    body.remove_prefix(chunk.size());
  }
}

Task<> HttpPerformance::Piece(std::string_view body) {
  ++pieces_;
  co_await Wait(pieces_ == 1 ? behaviour_.first_latency : behaviour_.between_latency);
  if (!behaviour_.piece_gate.empty()) co_await engine_.gates().Pass(behaviour_.piece_gate);
  const std::int64_t now = NowNs();
  engine_.Note(request_, [now](SimRequest& request) {
    if (request.first_ns == 0) request.first_ns = now;
    request.last_ns = now;
  });
  const Place here{Place::At::kInPiece, pieces_};
  if (behaviour_.oversized == here) {
    // In a text stream this is one event that has no end before it is too long.
    std::string filler = "data: ";
    filler.append(behaviour_.oversized_bytes, 'x');
    Frame(filler);
  }
  if (behaviour_.cut == here || behaviour_.stall == here || behaviour_.garbage == here) {
    Frame(body.substr(0, body.size() / 2));
    co_await Misbehave(here);
  }
  Frame(body);
  if (waits_ || out_.size() >= kFlushBytes) co_await Flush();
  const Place behind{Place::At::kAfterPieces, pieces_};
  co_await Misbehave(behind);
}

Task<> HttpPerformance::End() {
  if (!behaviour_.end_gate.empty()) co_await engine_.gates().Pass(behaviour_.end_gate);
  if (chunked_) out_ += "0\r\n\r\n";
  co_await Flush();
  stream_.Disarm();
}

Task<> HttpPerformance::Streamed(HttpHead head, const std::vector<std::string>& pieces) {
  if (behaviour_.content_length) {
    head.length = 0;
    for (const std::string& piece : pieces) *head.length += piece.size();
  }
  co_await Head(std::move(head));
  for (const std::string& piece : pieces) co_await Piece(piece);
  co_await End();
}

Task<> HttpPerformance::Whole(HttpHead head, std::string_view body) {
  head.length = body.size();
  co_await Head(std::move(head));
  if (!body.empty()) co_await Piece(body);
  if (!behaviour_.end_gate.empty()) co_await engine_.gates().Pass(behaviour_.end_gate);
  co_await Flush();
  stream_.Disarm();
}

}  // namespace nexy::sim
