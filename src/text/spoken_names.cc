#include "text/spoken_names.h"

#include "base/data_table.h"

namespace nexy {

SpokenNameTable::SpokenNameTable(std::string_view rows) {
  ForEachRow(rows, [this](const DataRow& row) {
    names_.emplace(DecodeUtf8(row.at(0)),
                   SpokenNames{DecodeUtf8(row.at(1)), DecodeUtf8(row.at(2))});
  });
}

const SpokenNames* SpokenNameTable::Find(std::u32string_view written) const {
  const auto found = names_.find(written);
  return found == names_.end() ? nullptr : &found->second;
}

}  // namespace nexy
