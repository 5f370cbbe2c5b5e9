#!/usr/bin/python3
"""Makes the published graphs of PP-OCRv4 cheaper without changing what they compute.

    models/fold.py IN.onnx OUT.onnx

The nets are exported with every learnable scale, every batch normalisation and every part of an
activation as an operator of its own, each of which walks once over the whole picture: more than half
of the time is spent there, not in the convolutions. Here

* normalisations, scales and offsets that follow a convolution become part of its weights and bias;
* scales that precede one too, and offsets where the convolution pads nothing;
* what is left of offsets takes the form of a normalisation;
* x * clip(x + 3, 0, 6) / 6 becomes x * HardSigmoid(x), its 1/6 being part of the operator.

The tests hold the outputs of both against each other.
"""
import sys

import numpy as np
import onnx
from onnx import helper, numpy_helper


class Graph:
    """The nodes in order, who makes and who uses a value, and the constants."""

    def __init__(self, model):
        self.graph = model.graph
        self.constants = {i.name: numpy_helper.to_array(i) for i in self.graph.initializer}
        for node in self.graph.node:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        self.nodes = [n for n in self.graph.node if n.op_type != "Constant"]
        self.outputs = {o.name for o in self.graph.output}

    def maker(self, name):
        return next((n for n in self.nodes if name in n.output), None)

    def users(self, name):
        return [n for n in self.nodes if name in n.input]

    def only_user(self, name):
        users = self.users(name)
        return users[0] if len(users) == 1 and name not in self.outputs else None

    def split(self, node):
        """The one input that is computed and the one that is constant; None where it is not so."""
        computed = [i for i in node.input if i and i not in self.constants]
        constant = [i for i in node.input if i in self.constants]
        if len(node.input) == 2 and len(computed) == 1 and len(constant) == 1:
            return computed[0], self.constants[constant[0]]
        return None

    def scalar(self, node, op):
        """(computed input, number) of an operator with a single number as its other input."""
        parts = self.split(node) if node is not None and node.op_type == op else None
        if parts is None or parts[1].size != 1:
            return None
        return parts[0], float(parts[1].ravel()[0])

    def bypass(self, node, by):
        """Takes the node out; whoever used its output uses `by`."""
        self.nodes.remove(node)
        for user in self.nodes:
            for k, name in enumerate(user.input):
                if name == node.output[0]:
                    user.input[k] = by

    def rename_output(self, node, name):
        node.output[0] = name

    def set_weights(self, conv, weights, bias):
        names = [conv.output[0] + "_w", conv.output[0] + "_b"]
        self.constants[names[0]] = weights.astype(np.float32)
        self.constants[names[1]] = bias.astype(np.float32)
        source = conv.input[0]
        del conv.input[:]
        conv.input.extend([source] + names)

    def weights(self, conv):
        weights = self.constants[conv.input[1]].astype(np.float64)
        if len(conv.input) > 2:
            return weights, self.constants[conv.input[2]].astype(np.float64)
        return weights, np.zeros(weights.shape[0])

    def store(self, model):
        used = {i for n in self.nodes for i in n.input}
        del self.graph.node[:]
        self.graph.node.extend(self.nodes)
        del self.graph.initializer[:]
        self.graph.initializer.extend(
            numpy_helper.from_array(np.ascontiguousarray(v), k) for k, v in self.constants.items() if k in used)
        return model


def attribute(node, name, default):
    return next((helper.get_attribute_value(a) for a in node.attribute if a.name == name), default)


def is_conv(node):
    return node is not None and node.op_type == "Conv"


def pads_nothing(conv):
    return not any(attribute(conv, "pads", [0])) and attribute(conv, "auto_pad", b"NOTSET") in (b"NOTSET", b"VALID")


def into_the_convolution_before(g):
    """Conv → BatchNormalization, Mul or Add of a constant per channel or for all."""
    changed = False
    for node in list(g.nodes):
        if node.op_type == "BatchNormalization":
            source = node.input[0]
            scale, offset, mean, variance = (g.constants[i].astype(np.float64) for i in node.input[1:5])
            factor = scale / np.sqrt(variance + attribute(node, "epsilon", 1e-5))
            shift = offset - mean * factor
        elif node.op_type in ("Mul", "Add") and g.split(node):
            source, value = g.split(node)
            per_channel = value.ndim == 4 and value.size == value.shape[1]
            if value.size != 1 and not per_channel:
                continue
            value = value.astype(np.float64).ravel()
            factor, shift = (value, 0 * value) if node.op_type == "Mul" else (np.ones(1), value)
        else:
            continue
        conv = g.maker(source)
        if not is_conv(conv) or g.only_user(source) is not node:
            continue
        weights, bias = g.weights(conv)
        g.set_weights(conv, weights * factor.reshape(-1, 1, 1, 1), bias * factor + shift)
        g.bypass(node, source)
        changed = True
    return changed


def into_the_convolution_after(g):
    """Mul or Add of one number → Conv. An offset passes only where no zeros are put around it."""
    changed = False
    for node in list(g.nodes):
        for op in ("Mul", "Div", "Add"):
            parts = g.scalar(node, op)
            conv = g.only_user(node.output[0]) if parts else None
            if not is_conv(conv) or conv.input[0] != node.output[0] or (op == "Add" and not pads_nothing(conv)):
                continue
            source, value = parts
            weights, bias = g.weights(conv)
            if op == "Add":
                bias = bias + value * weights.reshape(weights.shape[0], -1).sum(axis=1)
            else:
                weights = weights * (value if op == "Mul" else 1 / value)
            g.set_weights(conv, weights, bias)
            g.bypass(node, source)
            changed = True
    return changed


def scale_behind_the_offset(g):
    """a·x + b = a·(x + b/a): so that the scale can go into a convolution that pads."""
    changed = False
    for add in list(g.nodes):
        parts = g.scalar(add, "Add")
        conv = g.only_user(add.output[0]) if parts else None
        if not is_conv(conv) or pads_nothing(conv):
            continue
        mul = g.maker(parts[0])
        scale = g.scalar(mul, "Mul")
        if not scale or g.only_user(parts[0]) is not add or scale[1] == 0:
            continue
        name = add.output[0] + "_offset"
        g.constants[name] = np.array(parts[1] / scale[1], np.float32)
        del add.input[:]
        add.input.extend([scale[0], name])
        g.nodes.remove(mul)
        weights, bias = g.weights(conv)
        g.set_weights(conv, weights * scale[1], bias)
        changed = True
    return changed


def hard_swish(g):
    """x · clip(x + 3, 0, 6) / 6, in its four operators."""
    for div in list(g.nodes):
        sixth = g.scalar(div, "Div")
        mul = g.maker(sixth[0]) if sixth and sixth[1] == 6 else None
        if mul is None or mul.op_type != "Mul":
            continue
        clip = next((g.maker(i) for i in mul.input if g.maker(i) is not None and g.maker(i).op_type == "Clip"), None)
        three = g.scalar(g.maker(clip.input[0]), "Add") if clip is not None else None
        if not three or three[1] != 3 or three[0] not in mul.input:
            continue
        add = g.maker(clip.input[0])
        sigmoid = helper.make_node("HardSigmoid", [three[0]], [clip.output[0]], alpha=1 / 6, beta=0.5)
        g.nodes[g.nodes.index(clip)] = sigmoid
        g.nodes.remove(add)
        g.bypass(div, mul.output[0])
        if div.output[0] in g.outputs:
            mul.output[0] = div.output[0]


def one_number_for_two(g):
    """Mul a → Mul b (or Div): one Mul."""
    changed = False
    for second in list(g.nodes):
        parts = g.scalar(second, "Mul")
        first = g.maker(parts[0]) if parts else None
        inner = g.scalar(first, "Mul")
        if not inner or g.only_user(parts[0]) is not second:
            continue
        name = second.output[0] + "_scale"
        g.constants[name] = np.array(parts[1] * inner[1], np.float32)
        del second.input[:]
        second.input.extend([inner[0], name])
        g.nodes.remove(first)
        changed = True
    return changed


def offset_per_channel(g):
    """x + b → a normalisation that only adds b.

    ONNX Runtime keeps pictures in blocks of channels, in which it cannot add a number but can
    normalise: the picture is not rearranged twice for one addition.
    """
    for add in list(g.nodes):
        parts = g.scalar(add, "Add")
        conv = g.only_user(add.output[0]) if parts else None
        if not is_conv(conv):
            continue
        channels = g.weights(conv)[0].shape[1] * attribute(conv, "group", 1)
        names = [add.output[0] + suffix for suffix in ("_one", "_b", "_zero")]
        for name, value in zip(names, (1, parts[1], 0)):
            g.constants[name] = np.full(channels, value, np.float32)
        plain = helper.make_node("BatchNormalization", [parts[0], names[0], names[1], names[2], names[0]],
                                 [add.output[0]], epsilon=0.0)
        g.nodes[g.nodes.index(add)] = plain


def fold(model):
    g = Graph(model)
    hard_swish(g)
    while any([into_the_convolution_before(g), one_number_for_two(g), scale_behind_the_offset(g),
               into_the_convolution_after(g)]):
        pass
    offset_per_channel(g)
    return g.store(model)


if __name__ == "__main__":
    onnx.save(fold(onnx.load(sys.argv[1])), sys.argv[2])
