#include "connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "control.h"
#include "error_bodies.h"
#include "exchange.h"
#include "http_performance.h"
#include "services.h"

namespace nexy::sim {
namespace {

namespace http = beast::http;

constexpr std::size_t kHeaderMaxBytes = 64 * 1024;
constexpr std::size_t kBodyMaxBytes = 64 * 1024 * 1024;

enum class Ending { kNextRequest, kClosed, kCut, kAborted };

const Behaviour& Plain() {
  static const Behaviour plain;
  return plain;
}

std::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

// Whether the client has closed or said something; a wait for it may end without either.
bool IsReadable(tcp::socket& socket) {
  char byte = 0;
  const ssize_t got = recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EINTR);
}

// Returns when the client closes; a client that waits for its answer sends nothing.
Task<Ending> Watch(std::shared_ptr<SimStream> stream) {
  bool gone = false;
  while (!gone) {
    co_await stream->socket().async_wait(tcp::socket::wait_read, asio::use_awaitable);
    gone = IsReadable(stream->socket());
  }
  co_return Ending::kAborted;
}

// One connection's requests, one after the other.
class Connection {
 public:
  Connection(ConnectionParts parts, std::shared_ptr<SimStream> stream, std::uint64_t number)
      : engine_(parts.engine), stream_(std::move(stream)), number_(number) {}

  // Throws system_error when the client is gone.
  Task<> Run() {
    bool more = true;
    while (more) more = co_await ServeOne();
  }

 private:
  Task<bool> ServeOne() {
    http::request_parser<http::string_body> parser;
    parser.header_limit(kHeaderMaxBytes);
    parser.body_limit(kBodyMaxBytes);
    co_await http::async_read_header(*stream_, input_, parser, asio::use_awaitable);
    if (parser.get()[http::field::expect] == "100-continue") {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(*stream_, asio::buffer(kContinue), asio::use_awaitable);
    }
    co_await http::async_read(*stream_, input_, parser, asio::use_awaitable);
    const bool keep_alive = parser.get().keep_alive();
    const Ending ending = co_await Answer(RecordOf(parser.get()));
    co_return ending == Ending::kNextRequest&& keep_alive;
  }

  std::shared_ptr<SimRequest> RecordOf(http::request<http::string_body>& request) {
    auto record = std::make_shared<SimRequest>();
    record->connection = number_;
    record->tls = stream_->is_tls();
    record->arrived_ns = NowNs();
    record->method = View(request.method_string());
    record->target = View(request.target());
    record->body = std::move(request.body());
    for (const auto& field : request) {
      record->headers.emplace_back(View(field.name_string()), View(field.value()));
    }
    return record;
  }

  Task<Ending> Answer(std::shared_ptr<SimRequest> record) {
    const std::string_view target = record->target;
    const std::string_view path = target.substr(0, target.find('?'));
    if (path.starts_with("/__sim/")) co_return co_await AnswerControl(*record, path);
    Route route = RouteOf(path);
    Exchange exchange{
        engine_, *stream_, stream_->was_cut(), std::move(route.path), "", nullptr, nullptr,
        record,  nullptr};
    if (path.size() < target.size()) exchange.query = target.substr(path.size() + 1);
    if (route.http == nullptr && route.socket == nullptr) {
      exchange.cast = engine_.CastOf("");
      co_return co_await RefuseBriefly(exchange, 404, "no such path");
    }
    record->service = route.http != nullptr ? route.http->name : route.socket->name;
    if (!route.prefix.empty()) record->service += "@" + route.prefix;
    exchange.cast = engine_.CastOf(record->service);
    if (route.socket != nullptr) co_return co_await Talk(exchange, *route.socket);
    co_return co_await Serve(exchange, *route.http);
  }

  Task<Ending> AnswerControl(const SimRequest& request, std::string_view path) {
    const ControlAnswer answer = Control(engine_, request.method, path, request.body);
    SimRequest unkept;
    HttpPerformance performance(*stream_, engine_, Plain(), unkept, output_);
    HttpHead head;
    head.status = answer.status;
    head.content_type = "application/json";
    co_await performance.Whole(std::move(head), answer.body);
    co_return Ending::kNextRequest;
  }

  Task<Ending> RefuseBriefly(Exchange& exchange, int status, std::string why) {
    Refusal refusal;
    refusal.status = status;
    refusal.why = std::move(why);
    co_return co_await Refuse(exchange, std::move(refusal));
  }

  Task<Ending> Refuse(Exchange& exchange, Refusal refusal) {
    exchange.record->refusal = std::move(refusal.why);
    exchange.record->status = refusal.status;
    engine_.KeepRefused(exchange.record);
    HttpPerformance performance(*stream_, engine_, Plain(), *exchange.record, output_);
    HttpHead head;
    head.status = refusal.status;
    if (!refusal.body.empty()) head.content_type = "application/json; charset=UTF-8";
    head.headers = std::move(refusal.headers);
    co_await performance.Whole(std::move(head), refusal.body);
    co_return Ending::kNextRequest;
  }

  Task<Ending> Serve(Exchange& exchange, const HttpService& service) {
    if (exchange.record->method != service.method) {
      co_return co_await RefuseBriefly(exchange, 405, "method");
    }
    if (exchange.ContentType() == "application/json") {
      exchange.body =
          nlohmann::json::parse(exchange.record->body, nullptr, /*allow_exceptions=*/false);
    }
    if (exchange.strict() && service.check != nullptr) {
      auto refusal = service.check(exchange);
      if (refusal) co_return co_await Refuse(exchange, *std::move(refusal));
    }
    exchange.behaviour = engine_.Take(exchange.record);
    Ending ending = Ending::kAborted;
    if (exchange.behaviour->waits()) {
      using namespace asio::experimental::awaitable_operators;
      auto perform = Perform(exchange, service);
      auto watch = Watch(stream_);
      const auto first = co_await (std::move(perform) || std::move(watch));
      if (first.index() == 0) ending = std::get<0>(first);
    } else {
      ending = co_await Perform(exchange, service);
    }
    End(exchange, ending);
    co_return ending;
  }

  // Throws nothing, because `||` would then wait for the other side.
  Task<Ending> Perform(Exchange& exchange, const HttpService& service) {
    HttpPerformance performance(*stream_, engine_, *exchange.behaviour, *exchange.record, output_);
    try {
      co_await service.perform(exchange, performance);
    } catch (const ScriptedEnd&) {
      co_return Ending::kCut;
    } catch (const boost::system::system_error&) {
      co_return stream_->was_cut() ? Ending::kCut : Ending::kAborted;
    }
    co_return exchange.behaviour->connection_close ? Ending::kClosed : Ending::kNextRequest;
  }

  void End(Exchange& exchange, Ending ending) {
    const std::int64_t now = NowNs();
    engine_.Note(*exchange.record, [ending, now](SimRequest& record) {
      record.finished_ns = now;
      record.outcome = "done";
      if (ending == Ending::kCut) record.outcome = "cut";
      if (ending == Ending::kAborted) record.outcome = "aborted";
    });
    const std::uint64_t sent = stream_->bytes_sent() - counted_;
    counted_ += sent;
    engine_.Count([sent](SimStats& stats) { stats.bytes_sent += sent; });
  }

  Task<Ending> RefuseUpgrade(Exchange& exchange) {
    HttpPerformance performance(*stream_, engine_, *exchange.behaviour, *exchange.record, output_);
    HttpHead head;
    head.status = exchange.behaviour->status;
    std::string body = exchange.behaviour->body.value_or("");
    if (exchange.record->service.starts_with("gemini_live")) {
      body = GeminiErrorBody(*exchange.behaviour);
      head.content_type = "application/json; charset=UTF-8";
    }
    co_await performance.Whole(std::move(head), body);
    End(exchange, Ending::kClosed);
    co_return Ending::kClosed;
  }

  Task<Ending> Talk(Exchange& exchange, const SocketService& service) {
    if (!absl::EqualsIgnoreCase(std::string(exchange.Header("Upgrade")), "websocket")) {
      co_return co_await RefuseBriefly(exchange, 404, "no upgrade");
    }
    if (exchange.strict() && service.refuse != nullptr) {
      auto refusal = service.refuse(exchange);
      if (refusal) co_return co_await Refuse(exchange, *std::move(refusal));
    }
    exchange.behaviour = engine_.Take(exchange.record);
    const bool refused = exchange.behaviour->status != 200;
    if (refused) co_return co_await RefuseUpgrade(exchange);
    Ending ending = Ending::kClosed;
    try {
      co_await service.talk(exchange);
    } catch (const ScriptedEnd&) {
      ending = Ending::kCut;
    } catch (const boost::system::system_error&) {
      ending = stream_->was_cut() ? Ending::kCut : Ending::kAborted;
    }
    End(exchange, ending);
    co_return Ending::kClosed;
  }

  Engine& engine_;
  const std::shared_ptr<SimStream> stream_;
  const std::uint64_t number_;
  beast::flat_buffer input_;
  std::string output_;
  std::uint64_t counted_ = 0;
};

// What the script of "connection" says against this connection; false: it is over.
Task<bool> Greet(ConnectionParts parts, std::shared_ptr<SimStream> stream, bool tls) {
  const auto behaviour = parts.engine.TakeConnection();
  co_await Wait(behaviour->accept_latency);
  if (behaviour->stall.at != Place::At::kNever) co_await WaitForever();
  if (behaviour->cut.at != Place::At::kNever) {
    stream->Cut(behaviour->cut_how);
    co_return false;
  }
  if (behaviour->garbage.at != Place::At::kNever) {
    constexpr std::string_view kNoise = "SSH-2.0-not-what-you-want\r\n";
    co_await asio::async_write(*stream, asio::buffer(kNoise), asio::use_awaitable);
    stream->Cut(CutHow::kFin);
    co_return false;
  }
  if (tls) co_await stream->Handshake(parts.certificates.ContextFor(behaviour->tls));
  co_return true;
}

// With an eye on a client that gives up while it waits.
Task<bool> GreetWatched(ConnectionParts parts, std::shared_ptr<SimStream> stream, bool tls) {
  try {
    co_return co_await Greet(parts, stream, tls);
  } catch (const boost::system::system_error&) {
    co_return false;
  }
}

Task<> ServeRequests(ConnectionParts parts, std::shared_ptr<SimStream> stream,
                     std::uint64_t number) {
  Connection connection(parts, stream, number);
  try {
    co_await connection.Run();
  } catch (const boost::system::system_error&) {
    // The client has gone.
  }
}

}  // namespace

Task<> ServeConnection(ConnectionParts parts, std::shared_ptr<SimStream> stream, bool tls,
                       std::uint64_t number) {
  parts.engine.Count([](SimStats& stats) {
    ++stats.connections_open;
    ++stats.connections_total;
  });
  const bool greeted = co_await GreetWatched(parts, stream, tls);
  if (greeted) co_await ServeRequests(parts, stream, number);
  beast_close_socket(*stream);
  parts.engine.Count([](SimStats& stats) { --stats.connections_open; });
}

}  // namespace nexy::sim
