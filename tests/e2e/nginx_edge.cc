#include "e2e/nginx_edge.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "base/strings.h"

namespace nexy::testing {
namespace {

constexpr char kDeploy[] = NEXY_SOURCE_DIR "/deploy/nginx/";

int FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

bool Connects(int port) {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool connected = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return connected;
}

// Replaces every `from`; what the deployed file must hold and does not fails the test.
void Replace(std::string& text, const std::string& from, const std::string& to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string OutputOf(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  char piece[4096];
  std::size_t count = 0;
  while ((count = fread(piece, 1, sizeof piece, pipe)) > 0) output.append(piece, count);
  pclose(pipe);
  return output;
}

}  // namespace

NginxEdge::NginxEdge(const std::string& grpc, const std::string& http, const std::string& update) {
  OutputOf(Concat("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ",
                  "-days 2 -subj /CN=nexy.example -keyout ", folder_ / "nexy.key", " -out ",
                  folder_ / "nexy.crt", " 2>/dev/null"));
  std::filesystem::create_directory(folder_ / "snippets");
  for (const char* name : {"nexy-http.conf", "nexy-locations.conf"}) {
    std::filesystem::copy(Concat(kDeploy, name), folder_ / (Concat("snippets/", name)));
  }
  for (int attempt = 0; attempt < 10; ++attempt) {  // Somebody else may take a port that was free.
    if (Start(grpc, http, update)) return;
  }
  ADD_FAILURE() << "nginx does not start: " << Contents(folder_ / "error.log");
}

bool NginxEdge::Start(const std::string& grpc, const std::string& http, const std::string& update) {
  tls_port_ = FreePort();
  plain_port_ = FreePort();
  std::filesystem::create_directory(folder_ / "nexy");
  WriteContents(folder_ / "nexy/grpc-servers.conf", Concat("server ", grpc, ";\n"));
  std::string site = Contents(Concat(kDeploy, "nexy.conf"));
  Replace(site, "127.0.0.1:8080;", http + ";");
  Replace(site, "127.0.0.1:8081;", update + ";");
  Replace(site, "listen [::]:443 ssl http2;", "");
  Replace(site, "listen [::]:4443 ssl http2;", "");
  Replace(site, "listen [::]:80;", "");
  Replace(site, "listen 443 ", Concat("listen 127.0.0.1:", tls_port_, " "));
  Replace(site, "listen 4443 ", Concat("listen unix:", folder_ / "stage.sock", " "));
  Replace(site, "listen 80;", Concat("listen unix:", folder_ / "plain.sock", ";"));
  Replace(site, "/etc/nginx/tls/", folder_.path() + "/");
  WriteContents(folder_ / "nexy.conf", site);
  std::string temporary;
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    temporary += Concat(kind, "_temp_path ", folder_ / kind, ";\n");
  }
  WriteContents(folder_ / "nginx.conf",
                Concat("daemon off;\nmaster_process off;\npid ", folder_ / "pid", ";\nerror_log ",
                       folder_ / "error.log", ";\nevents {}\nhttp {\naccess_log off;\n", temporary,
                       "include nexy.conf;\nserver {\nlisten 127.0.0.1:", plain_port_,
                       ";\nset $nexy_grpc nexy_prod_grpc;\nset $nexy_http nexy_prod_http;\n"
                       "set $nexy_update nexy_prod_update;\ninclude snippets/nexy-locations.conf;\n"
                       "}\n}\n"));
  for (const char* socket : {"stage.sock", "plain.sock", "error.log"}) {
    std::filesystem::remove(folder_ / socket);
  }
  nginx_ = std::make_unique<Program>(
      std::vector<std::string>{"-p", folder_.path(), "-c", folder_ / "nginx.conf", "-e",
                               folder_ / "error.log"},
      folder_, Program::Environment{}, "", "/usr/sbin/nginx");
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < deadline) {
    if (Contents(folder_ / "error.log").find("[emerg]") != std::string::npos) return false;
    if (Connects(tls_port_) && Connects(plain_port_)) return true;
    std::this_thread::yield();
  }
  return false;
}

HttpReply NginxEdge::Get(const std::string& path, const std::string& headers) const {
  std::string command = "curl -sk -i --http1.1 --path-as-is --max-time 60";
  for (std::size_t at = 0; at < headers.size();) {
    const auto end = headers.find("\r\n", at);
    command += Concat(" -H '", headers.substr(at, end - at), "'");
    at = end + 2;
  }
  return ReadHttpReply(OutputOf(Concat(command, " 'https://127.0.0.1:", tls_port_, path, "'")));
}

}  // namespace nexy::testing
