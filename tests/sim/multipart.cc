#include "multipart.h"

#include <utility>

namespace nexy::sim {
namespace {

// `name="file"` of a header line.
std::string Parameter(std::string_view head, std::string_view key) {
  const std::string wanted = " " + std::string(key) + "=\"";
  const std::size_t at = head.find(wanted);
  if (at == std::string_view::npos) return "";
  const std::size_t from = at + wanted.size();
  return std::string(head.substr(from, head.find('"', from) - from));
}

}  // namespace

std::optional<std::vector<FormPart>> ParseForm(std::string_view content_type,
                                               std::string_view body) {
  constexpr std::string_view kBoundary = "boundary=";
  const std::size_t at = content_type.find(kBoundary);
  if (!content_type.starts_with("multipart/form-data") || at == std::string_view::npos)
    return std::nullopt;
  std::string_view boundary = content_type.substr(at + kBoundary.size());
  boundary = boundary.substr(0, boundary.find(';'));
  if (boundary.size() > 2 && boundary.front() == '"')
    boundary = boundary.substr(1, boundary.size() - 2);
  const std::string delimiter = "\r\n--" + std::string(boundary);
  // The first delimiter has no line before it.
  if (!body.starts_with(std::string_view(delimiter).substr(2))) return std::nullopt;
  body.remove_prefix(delimiter.size() - 2);
  std::vector<FormPart> parts;
  while (body.starts_with("\r\n")) {
    body.remove_prefix(2);
    const std::size_t head_end = body.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return std::nullopt;
    const std::string_view head = body.substr(0, head_end);
    body.remove_prefix(head_end + 4);
    const std::size_t end = body.find(delimiter);
    if (end == std::string_view::npos) return std::nullopt;
    FormPart part;
    part.name = Parameter(head, "name");
    part.file_name = Parameter(head, "filename");
    part.body = body.substr(0, end);
    parts.push_back(std::move(part));
    body.remove_prefix(end + delimiter.size());
  }
  if (!body.starts_with("--")) return std::nullopt;
  return parts;
}

std::string_view FieldOf(const std::vector<FormPart>& parts, std::string_view name) {
  for (const FormPart& part : parts) {
    if (part.name == name) return part.body;
  }
  return {};
}

}  // namespace nexy::sim
