#include "update/property_list.h"

#include <pugixml.hpp>

#include "absl/status/status.h"
#include "base/status.h"
#include "update/signing_key.h"

namespace nexy {
namespace {

constexpr int kDepthMax = 16;

absl::Status Wrong(const char* why) { return absl::InvalidArgumentError(why); }

absl::StatusOr<PropertyValue> ValueOf(const pugi::xml_node& node, int depth);

absl::StatusOr<PropertyValue> DictionaryOf(const pugi::xml_node& node, int depth) {
  PropertyValue value;
  for (pugi::xml_node key = node.first_child(); key;) {
    const pugi::xml_node member = key.next_sibling();
    if (std::string_view(key.name()) != "key" || !member) {
      return Wrong("a dictionary of the property list has a value without a name");
    }
    NEXY_ASSIGN_OR_RETURN(PropertyValue read, ValueOf(member, depth + 1));
    if (!value.members.emplace(key.child_value(), std::move(read)).second) {
      return Wrong("a dictionary of the property list says a name twice");
    }
    key = member.next_sibling();
  }
  return value;
}

absl::StatusOr<PropertyValue> ValueOf(const pugi::xml_node& node, int depth) {
  if (depth > kDepthMax) return Wrong("the property list is nested too deeply");
  const std::string_view kind = node.name();
  if (kind == "dict") return DictionaryOf(node, depth);
  PropertyValue value;
  if (kind == "array") {
    for (const pugi::xml_node& item : node.children()) {
      NEXY_ASSIGN_OR_RETURN(PropertyValue read, ValueOf(item, depth + 1));
      value.items.push_back(std::move(read));
    }
    return value;
  }
  if (kind == "true" || kind == "false") {
    value.text = kind;
    return value;
  }
  value.text = node.child_value();
  if (kind == "data") {
    std::erase_if(value.text,
                  [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    NEXY_ASSIGN_OR_RETURN(value.text, BytesOfBase64(value.text));
  }
  return value;
}

}  // namespace

const PropertyValue* PropertyValue::Find(const std::string& name) const {
  const auto found = members.find(name);
  return found == members.end() ? nullptr : &found->second;
}

std::string PropertyValue::TextOf(const std::string& name) const {
  const PropertyValue* found = Find(name);
  return found == nullptr ? "" : found->text;
}

absl::StatusOr<PropertyValue> ReadPropertyList(std::string_view xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) {
    return Wrong("the property list is not XML");
  }
  const pugi::xml_node list = document.child("plist");
  if (!list || !list.first_child()) return Wrong("the property list is empty");
  return ValueOf(list.first_child(), 0);
}

}  // namespace nexy
