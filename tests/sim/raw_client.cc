#include "raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace nexy::sim {

RawClient::RawClient(const std::string& host_and_port) {
  const std::size_t colon = host_and_port.rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port =
      htons(static_cast<std::uint16_t>(std::atoi(host_and_port.c_str() + colon + 1)));
  inet_pton(AF_INET, host_and_port.substr(0, colon).c_str(), &address.sin_addr);
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{.tv_sec = 20, .tv_usec = 0};
  setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    socket_ = made;
  } else {
    close(made);
  }
}

RawClient::~RawClient() { Close(); }

void RawClient::Close() {
  if (socket_ >= 0) close(std::exchange(socket_, -1));
}

void RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawClient::ReadMore() {
  char bytes[64 * 1024];
  const ssize_t got = recv(socket_, bytes, sizeof bytes, 0);
  was_reset_ = got < 0 && errno == ECONNRESET;
  if (got > 0) input_.append(bytes, static_cast<std::size_t>(got));
  return got > 0;
}

std::string RawClient::ReadUntil(std::string_view mark) {
  bool more = true;
  while (input_.find(mark) == std::string::npos && more) more = ReadMore();
  const std::size_t at = input_.find(mark);
  const std::size_t end = at == std::string::npos ? input_.size() : at + mark.size();
  std::string found = input_.substr(0, end);
  input_.erase(0, end);
  return found;
}

std::string RawClient::ReadToTheEnd() {
  while (ReadMore()) {
  }
  return std::exchange(input_, "");
}

std::string Post(std::string_view target, std::string_view headers, std::string_view body) {
  std::string request = "POST ";
  request.append(target).append(" HTTP/1.1\r\nHost: sim\r\n").append(headers);
  request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return request.append(body);
}

std::string Unchunked(std::string_view response) {
  const std::size_t head = response.find("\r\n\r\n");
  std::string_view rest = head == std::string_view::npos ? "" : response.substr(head + 4);
  std::string body;
  while (!rest.empty()) {
    const std::size_t line = rest.find("\r\n");
    if (line == std::string_view::npos) break;
    const auto size = std::strtoul(std::string(rest.substr(0, line)).c_str(), nullptr, 16);
    if (size == 0) break;
    rest.remove_prefix(line + 2);
    body += rest.substr(0, size);
    rest.remove_prefix(std::min(rest.size(), size + 2));
  }
  return body;
}

}  // namespace nexy::sim
