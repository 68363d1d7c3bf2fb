#include "e2e/tcp_exchange.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace nexy::testing {
namespace {

void SendAll(int connection, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;  // Refused in the middle; the answer tells why.
    sent += static_cast<std::size_t>(count);
  }
}

}  // namespace

int Dial(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &server.sin_addr);
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(connection, reinterpret_cast<sockaddr*>(&server), sizeof server) == 0) {
    return connection;
  }
  close(connection);
  return -1;
}

std::string TcpExchange(const std::string& address, const std::string& bytes) {
  const int connection = Dial(address);
  std::string answer;
  if (connection >= 0) {
    SendAll(connection, bytes);
    std::array<char, 4096> piece{};
    ssize_t count = 0;
    while ((count = recv(connection, piece.data(), piece.size(), 0)) > 0) {
      answer.append(piece.data(), static_cast<std::size_t>(count));
    }
    close(connection);
  }
  return answer;
}

HttpReply ReadHttpReply(const std::string& answer) {
  HttpReply reply;
  const std::size_t end_of_head = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 ") || end_of_head == std::string::npos) return reply;
  reply.status = std::atoi(answer.c_str() + sizeof "HTTP/1.1");
  reply.head = answer.substr(0, end_of_head);
  reply.body = answer.substr(end_of_head + 4);
  return reply;
}

HttpReply HttpGet(const std::string& address, const std::string& target) {
  return ReadHttpReply(TcpExchange(
      address, "GET " + target + " HTTP/1.1\r\nHost: nexy\r\nConnection: close\r\n\r\n"));
}

}  // namespace nexy::testing
