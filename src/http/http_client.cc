#include "http/http_client.h"

#include <boost/asio/strand.hpp>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/client_parts.h"
#include "http/exchange.h"
#include "http/request_text.h"

namespace nexy {

class HttpClient::Impl final : public ClientParts {
 public:
  using ClientParts::ClientParts;

  static Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> Send(std::shared_ptr<Impl> self,
                                                                    ClientRequest request) {
    auto response = co_await Ask(self, std::move(request));
    self->metrics.OnRequest(response.status());
    co_return response;
  }

  static Task<> Prewarm(std::shared_ptr<Impl> self, Route route) {
    const std::string key = route.Key();
    const Clock::Time deadline = self->clock.Now() + self->options.connect_timeout;
    auto connection =
        co_await self->dialer.Open(std::move(route), OpenedFor::kPrewarming, deadline);
    // One that fails is not missed yet: the request that needs it says why.
    self->pool.Arrived(key, connection.ok() ? *std::move(connection) : nullptr);
  }

 private:
  static Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> Ask(std::shared_ptr<Impl> self,
                                                                   ClientRequest request) {
    NEXY_CO_ASSIGN_OR_RETURN(const Url url, self->AddressOf(request.url, /*web_socket=*/false));
    NEXY_CO_ASSIGN_OR_RETURN(const Route route, self->RouteTo(url));
    const Url* proxy = route.proxy && !route.tunnel ? &*route.proxy : nullptr;
    NEXY_CO_ASSIGN_OR_RETURN(const std::string text, RequestText(request, url, proxy));
    const HttpExchange::Limits limits{.response_timeout = request.response_timeout,
                                      .idle_timeout = request.idle_timeout,
                                      .body_timeout = request.body_timeout,
                                      .header_max_bytes = self->options.header_max_bytes,
                                      .body_max_bytes = request.body_max_bytes};
    const Clock::Time deadline =
        self->clock.Now() + request.connect_timeout.value_or(self->options.connect_timeout);
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    for (bool again = false;; again = true) {
      auto place = co_await self->pool.Enter(route.Key(), deadline);
      if (!place.ok()) co_return place.status();
      // Others may be as stale as the first one was.
      if (again) place->connection.reset();
      const bool kept = place->connection != nullptr;
      if (kept) {
        self->metrics.OnReused();
      } else {
        auto opened = co_await self->dialer.Open(
            route, again ? OpenedFor::kRetry : OpenedFor::kRequest, deadline);
        if (!opened.ok()) co_return opened.status();
        place->connection = *std::move(opened);
      }
      auto exchange = std::make_unique<HttpExchange>(self, *std::move(place), limits, self->clock,
                                                     request.method == "HEAD", executor);
      const absl::Status status = co_await exchange->Begin(text);
      if (status.ok()) co_return std::unique_ptr<ClientResponse>(std::move(exchange));
      if (!kept || !exchange->ended_unheard()) co_return status;
    }
  }
};

HttpClient::HttpClient(asio::any_io_executor executor, const HttpOptions& options,
                       ProxySettings proxies, Clock& clock, Log& log, prometheus::Registry& metrics)
    : impl_(std::make_shared<Impl>(std::move(executor), options, proxies, clock, log, metrics)) {}

HttpClient::~HttpClient() { impl_->Stop(); }

absl::Status HttpClient::status() const { return impl_->status(); }

std::chrono::milliseconds HttpClient::connect_timeout() const {
  return impl_->options.connect_timeout;
}

Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> HttpClient::Send(ClientRequest request) {
  return Impl::Send(impl_, std::move(request));
}

Task<absl::StatusOr<std::unique_ptr<WebSocket>>> HttpClient::Connect(WebSocketRequest request) {
  return ConnectWebSocket(impl_, std::move(request));
}

void HttpClient::Prewarm(std::string url, std::size_t count) {
  auto address = impl_->AddressOf(url, /*web_socket=*/false);
  if (!address.ok()) return;
  auto route = impl_->RouteTo(*address);
  if (!route.ok()) return;
  for (std::size_t missing = impl_->pool.Missing(route->Key(), count); missing > 0; --missing) {
    Spawn(asio::make_strand(impl_->executor), "prewarming", Impl::Prewarm(impl_, *route),
          impl_->log);
  }
}

void HttpClient::Sweep() { impl_->pool.Sweep(); }

Task<absl::StatusOr<std::string>> ReadAll(ClientResponse& response, std::size_t max_bytes) {
  std::string whole;
  while (true) {
    auto piece = co_await response.Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return whole;
    if (whole.size() + (*piece)->size() > max_bytes) {
      co_return Failure(FailureReason::kOversized, "the response's body is too long");
    }
    whole += **piece;
  }
}

}  // namespace nexy
