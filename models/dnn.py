#!/usr/bin/python3
"""Rewrites the graphs of PP-OCRv4 so that OpenCV 4.6 `dnn` loads them; what they compute stays.

    models/dnn.py IN.onnx OUT.onnx

OpenCV takes the size of a picture from each call, but the graph has to be free of arithmetic on shapes, and its
operators to have the form that its importer knows (opencv issues 22139, 24559, 26179):

* bounds of Clip are attributes, constants are initialisers, the input has a size of its own;
* the line reader's two blocks of attention work on vectors in rows, with layer normalisations. Here they work on
  pictures of one row: every product with a matrix is a convolution of 1x1, a normalisation is one that subtracts the
  mean and one that averages the squares, attention is a product of two stacks of matrices. One line a call.

The tests hold the outputs against those of the published graphs.
"""
import sys

import numpy as np
import onnx
from onnx import helper

from fold import Graph

HEADS, CHANNELS = 8, 120  # of the attention
PER_HEAD = CHANNELS // HEADS
INPUTS = {"det": (960, 960), "rec": (48, 320), "cls": (48, 192)}  # any picture will do


class Builder:
    """Appends operators one by one; each is named like its output."""

    def __init__(self, graph):
        self.graph, self.nodes = graph, []

    def add(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name, value):
        self.graph.constants[name] = value
        return name

    def product(self, value, matrix, offset, output):
        """value · matrix + offset for each column of the one-row picture; matrix is [in, out]."""
        inputs = [value, self.constant(output + "_w", matrix.T.astype(np.float32)[:, :, None, None])]
        if offset is not None:
            inputs.append(self.constant(output + "_b", offset.astype(np.float32)))
        return self.add("Conv", inputs, output, kernel_shape=[1, 1], strides=[1, 1], pads=[0, 0, 0, 0],
                        dilations=[1, 1], group=1)

    def reshape(self, value, shape, output):
        return self.add("Reshape", [value, self.constant(output + "_shape", np.array(shape, np.int64))], output)

    def normalised(self, value, epsilon, name):
        """The layer normalisation without its scale and offset, which go into what follows."""
        mean = np.ones((CHANNELS, CHANNELS)) / CHANNELS
        centred = self.product(value, np.eye(CHANNELS) - mean, None, name + "_centred")
        squares = self.add("Mul", [centred, centred], name + "_squares")
        variance = self.product(squares, mean, np.full(CHANNELS, epsilon), name + "_variance")
        return self.add("Div", [centred, self.add("Sqrt", [variance], name + "_deviation")], name)


def attention_block(build, value, name, norms, layers, epsilon):
    """One transformer block. `norms` and `layers` are the numbers of its weights in the published graph."""

    def weights(kind, number):
        return tuple(build.graph.constants[f"{kind}_{number}.{part}_0"].astype(np.float64) for part in "wb")

    def after_norm(norm, layer):
        (scale, offset), (matrix, bias) = weights("layer_norm", norm), weights("linear", layer)
        return scale[:, None] * matrix, offset @ matrix + bias

    matrix, bias = after_norm(norms[0], layers[0])
    plain = build.normalised(value, epsilon, name + "_norm")
    heads = {}
    for k, part in enumerate("qkv"):
        here = slice(k * CHANNELS, (k + 1) * CHANNELS)
        scale = PER_HEAD**-0.5 if part == "q" else 1
        flat = build.product(plain, matrix[:, here] * scale, bias[here] * scale, f"{name}_{part}")
        heads[part] = build.reshape(flat, [HEADS, PER_HEAD, -1], f"{name}_{part}_heads")
    for part in "qv":
        heads[part] = build.add("Transpose", [heads[part]], f"{name}_{part}_rows", perm=[0, 2, 1])
    likeness = build.add("MatMul", [heads["q"], heads["k"]], name + "_likeness")
    share = build.add("Softmax", [likeness], name + "_share", axis=2)
    mixed = build.add("MatMul", [share, heads["v"]], name + "_mixed")
    mixed = build.add("Transpose", [mixed], name + "_mixed_columns", perm=[0, 2, 1])
    mixed = build.reshape(mixed, [1, CHANNELS, 1, -1], name + "_mixed_picture")
    attended = build.add("Add", [value, build.product(mixed, *weights("linear", layers[1]), name + "_projected")],
                         name + "_attended")
    matrix, bias = after_norm(norms[1], layers[2])
    hidden = build.product(build.normalised(attended, epsilon, name + "_norm2"), matrix, bias, name + "_hidden")
    swish = build.add("Mul", [hidden, build.add("Sigmoid", [hidden], name + "_gate")], name + "_swish")
    return build.add("Add", [attended, build.product(swish, *weights("linear", layers[3]), name + "_out")], name)


def line_reader(graph):
    """The published one from the end of its convolutions ("swish_12") to its classes."""
    first, after, last = "swish_12.tmp_0", "transpose_50.tmp_0", "swish_17.tmp_0"
    build = Builder(graph)
    value = attention_block(build, first, "block1", (43, 44), (77, 78, 79, 80), 1e-5)
    value = attention_block(build, value, "block2", (45, 46), (81, 82, 83, 84), 1e-5)
    scale, offset = (graph.constants[f"layer_norm_47.{part}_0"].astype(np.float64) for part in "wb")
    build.product(build.normalised(value, 1e-6, "norm3"), np.diag(scale), offset, after)

    head = Builder(graph)
    matrix, bias = graph.constants["linear_85.w_0"], graph.constants["linear_85.b_0"]
    classes = head.product(last, matrix, bias, "scores")
    chances = head.add("Softmax", [classes], "chances", axis=1)
    chances = head.reshape(chances, [1, len(bias), -1], "chances_columns")
    head.add("Transpose", [chances], "softmax_11.tmp_0", perm=[0, 2, 1])

    def place(output):
        return next(i for i, node in enumerate(graph.nodes) if output in node.output)

    graph.nodes = (graph.nodes[:place(first) + 1] + build.nodes + graph.nodes[place(after) + 1:place(last) + 1]
                   + head.nodes)


def clip_by_attributes(graph):
    for node in graph.nodes:
        if node.op_type == "Clip" and len(node.input) == 3:
            for name, bound in zip(("min", "max"), node.input[1:]):
                node.attribute.append(helper.make_attribute(name, float(graph.constants[bound].ravel()[0])))
            del node.input[1:]


def flat_classes(graph):
    """The one Reshape of the direction's classifier, whose shape is computed from its input."""
    node = next(n for n in graph.nodes if n.op_type == "Reshape")
    following = graph.only_user(node.output[0])
    width = next(graph.constants[i] for i in following.input if i in graph.constants).shape[0]
    node.input[1] = node.output[0] + "_shape"
    graph.constants[node.input[1]] = np.array([0, width], np.int64)


def drop_unused(graph):
    while True:
        used = {i for n in graph.nodes for i in n.input} | graph.outputs
        kept = [n for n in graph.nodes if used.intersection(n.output)]
        if len(kept) == len(graph.nodes):
            return
        graph.nodes = kept


def fix_shape(value, dimensions):
    value.type.tensor_type.shape.ClearField("dim")
    for size in dimensions:
        value.type.tensor_type.shape.dim.add().dim_value = size


def rewritten(model):
    graph = Graph(model)
    makers = {n.op_type for n in graph.nodes}
    kind = "rec" if "Softmax" in makers and "linear_85.w_0" in graph.constants else "cls" if "Softmax" in makers else "det"
    clip_by_attributes(graph)
    if kind == "rec":
        line_reader(graph)
    if kind == "cls":
        flat_classes(graph)
    drop_unused(graph)
    height, width = INPUTS[kind]
    fix_shape(model.graph.input[0], [1, 3, height, width])
    fix_shape(model.graph.output[0], {"det": [1, 1, height, width], "rec": [1, width // 8, 6625], "cls": [1, 2]}[kind])
    return graph.store(model)


if __name__ == "__main__":
    onnx.save(rewritten(onnx.load(sys.argv[1])), sys.argv[2])
