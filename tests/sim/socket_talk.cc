#include "socket_talk.h"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "http_performance.h"
#include "sim_stream.h"

namespace nexy::sim {
namespace {

namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr std::size_t kMessageMaxBytes = 64 * 1024 * 1024;
constexpr std::size_t kKeptOfAnswer = 512;  // Bytes of each of our own messages in the record.

http::request<http::empty_body> UpgradeOf(const SimRequest& record) {
  http::request<http::empty_body> request;
  request.method(http::verb::get);
  request.version(11);
  request.target(record.target);
  for (const auto& [name, value] : record.headers) request.insert(name, value);
  return request;
}

}  // namespace

struct SocketTalk::Socket {
  explicit Socket(SimStream& stream) : socket(stream), drained(stream.get_executor()) {}
  websocket::stream<SimStream&> socket;
  asio::steady_timer drained;
  beast::flat_buffer input;
};

SocketTalk::SocketTalk(Exchange& exchange)
    : exchange_(exchange),
      socket_(std::make_unique<Socket>(exchange.stream)),
      children_(exchange.stream.get_executor(), clock_, log_) {
  socket_->drained.expires_at(asio::steady_timer::time_point::max());
}

SocketTalk::~SocketTalk() = default;

Task<> SocketTalk::Accept() {
  const Behaviour& behaviour = *exchange_.behaviour;
  SimStream& stream = exchange_.stream;
  if (behaviour.split > 0 || behaviour.drip_bytes > 0) {
    SimStream::ByteFaults faults;
    faults.split = behaviour.split;
    faults.drip_bytes = behaviour.drip_bytes;
    faults.drip_pause = behaviour.drip_pause;
    stream.Arm(faults);
  }
  if (behaviour.pong_delay.count() > 0) {
    stream.HoldPongs(
        [this](std::string frame) { children_.Spawn("pong", PongLater(std::move(frame))); });
  }
  websocket::stream_base::timeout patient{};
  patient.handshake_timeout = websocket::stream_base::none();
  patient.idle_timeout = websocket::stream_base::none();
  patient.keep_alive_pings = false;
  socket_->socket.set_option(patient);
  socket_->socket.read_message_max(kMessageMaxBytes);
  socket_->socket.auto_fragment(false);
  const auto request = UpgradeOf(*exchange_.record);
  co_await socket_->socket.async_accept(request, asio::use_awaitable);
  exchange_.engine.Note(*exchange_.record, [](SimRequest& record) { record.status = 101; });
}

Task<std::optional<SimMessage>> SocketTalk::Read() {
  auto [error, bytes] = co_await socket_->socket.async_read(socket_->input, kAsTuple);
  if (error) {
    gone_ = true;
    const auto close = socket_->socket.reason();
    const std::string said = error == websocket::error::closed
                                 ? "close " + std::to_string(close.code) + " " +
                                       std::string(close.reason.data(), close.reason.size())
                                 : error.message();
    exchange_.engine.Note(*exchange_.record, [&said](SimRequest& record) { record.closed = said; });
    co_return std::nullopt;
  }
  SimMessage message;
  message.from_client = true;
  message.binary = socket_->socket.got_binary();
  message.payload = beast::buffers_to_string(socket_->input.data());
  message.at_ns = NowNs();
  socket_->input.consume(bytes);
  exchange_.engine.Note(*exchange_.record,
                        [&message](SimRequest& record) { record.messages.push_back(message); });
  exchange_.engine.Count([bytes](SimStats& stats) { stats.bytes_received += bytes; });
  co_return std::optional<SimMessage>(std::move(message));
}

void SocketTalk::Push(Item item) {
  if (gone_ || closing_) return;
  if (item.close_code != 0) closing_ = true;
  outbox_.push_back(std::move(item));
  if (!std::exchange(writing_, true)) children_.Spawn("write", WriteQueued());
}

void SocketTalk::Send(std::string payload, bool binary) {
  Item item;
  item.payload = std::move(payload);
  item.binary = binary;
  Push(std::move(item));
}

void SocketTalk::Close(std::uint16_t code, std::string_view reason) {
  Item item;
  item.payload = std::string(reason.substr(0, 123));
  item.close_code = code;
  Push(std::move(item));
}

Task<> SocketTalk::WriteQueued() {
  while (!outbox_.empty()) {
    const Item item = std::move(outbox_.front());
    outbox_.pop_front();
    co_await WriteItem(item);
  }
  writing_ = false;
  socket_->drained.cancel();
}

Task<> SocketTalk::WriteItem(const Item& item) {
  if (gone_) co_return;
  if (item.raw_pong) {
    exchange_.stream.PassPong();
    co_await asio::async_write(exchange_.stream, asio::buffer(item.payload), kAsTuple);
    co_return;
  }
  if (item.close_code != 0) {
    const auto code = static_cast<websocket::close_code>(item.close_code);
    const websocket::close_reason reason(code, item.payload);
    co_await socket_->socket.async_close(reason, kAsTuple);
    co_return;
  }
  if (exchange_.engine.options().record) {
    SimMessage message;
    message.binary = item.binary;
    message.payload = item.payload.substr(0, kKeptOfAnswer);
    message.at_ns = NowNs();
    exchange_.engine.Note(*exchange_.record,
                          [&message](SimRequest& record) { record.messages.push_back(message); });
  }
  socket_->socket.binary(item.binary);
  co_await socket_->socket.async_write(asio::buffer(item.payload), kAsTuple);
}

Task<> SocketTalk::PongLater(std::string frame) {
  co_await Wait(exchange_.behaviour->pong_delay);
  Item item;
  item.payload = std::move(frame);
  item.raw_pong = true;
  Push(std::move(item));
}

Task<> SocketTalk::Drain() {
  while (writing_ && !gone_) co_await socket_->drained.async_wait(kAsTuple);
}

Task<> SocketTalk::Cut(CutHow how) {
  co_await Drain();
  closing_ = true;
  exchange_.stream.Cut(how == CutHow::kRst ? CutHow::kRst : CutHow::kFin);
}

void SocketTalk::CutInNext(std::size_t bytes, CutHow how) {
  SimStream::ByteFaults faults;
  faults.cut_after = bytes;
  faults.cut_how = how;
  exchange_.stream.Arm(faults);
}

Task<> SocketTalk::Join() {
  gone_ = true;
  children_.CancelAll();
  co_await children_.Join();
  exchange_.stream.HoldPongs(nullptr);
}

Task<bool> TurnPerformance::Misbehave(Place place) {
  if (behaviour_.garbage == place) talk_.Send("{\"serverContent\": not what you asked for", true);
  if (behaviour_.stall == place) {
    co_await talk_.Drain();
    co_await WaitForever();
  }
  if (behaviour_.close_code != 0 && behaviour_.close == place) {
    co_await talk_.Drain();
    talk_.Close(behaviour_.close_code, behaviour_.close_reason);
    co_return false;
  }
  if (behaviour_.cut == place) {
    co_await talk_.Drain();
    if (!behaviour_.cut_gate.empty()) co_await engine_.gates().Pass(behaviour_.cut_gate);
    co_await talk_.Cut(behaviour_.cut_how);
    co_return false;
  }
  co_return true;
}

Task<bool> TurnPerformance::Begin(Place place) {
  co_await Wait(behaviour_.headers_latency);
  if (!behaviour_.headers_gate.empty()) co_await engine_.gates().Pass(behaviour_.headers_gate);
  co_return co_await Misbehave(place);
}

Task<bool> TurnPerformance::Piece(std::string payload, bool binary) {
  ++pieces_;
  co_await Wait(pieces_ == 1 ? behaviour_.first_latency : behaviour_.between_latency);
  if (!behaviour_.piece_gate.empty()) co_await engine_.gates().Pass(behaviour_.piece_gate);
  const std::int64_t now = NowNs();
  engine_.Note(request_, [now](SimRequest& request) {
    if (request.first_ns == 0) request.first_ns = now;
    request.last_ns = now;
  });
  const Place here{Place::At::kInPiece, pieces_};
  if (behaviour_.oversized == here)
    talk_.Send(std::string(behaviour_.oversized_bytes, 'x'), binary);
  if (behaviour_.cut == here) {
    co_await talk_.Drain();
    talk_.CutInNext(payload.size() / 2, behaviour_.cut_how);
  }
  talk_.Send(std::move(payload), binary);
  const Place behind{Place::At::kAfterPieces, pieces_};
  co_return co_await Misbehave(behind);
}

}  // namespace nexy::sim
