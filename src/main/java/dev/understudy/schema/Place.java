package dev.understudy.schema;

/**
 * Where in a value.
 *
 * @param pointer a JSON pointer
 * @param property the name of the property that it is in, or empty
 * @param depth how many values it is inside of
 */
record Place(String pointer, String property, int depth) {

  Place property(String name) {
    String escaped = name.replace("~", "~0").replace("/", "~1");
    return new Place(pointer + "/" + escaped, name, depth + 1);
  }

  /** The same without the property's name. */
  Place unnamed() {
    return new Place(pointer, "", depth);
  }

  Place item(int index) {
    return new Place(pointer + "/" + index, property, depth + 1);
  }
}
