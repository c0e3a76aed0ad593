using TorchSharp.Native;
using static TorchSharp.Native.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Call("add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => Call("add.Tensor", this, target, alpha);

        public Tensor add(Scalar scalar) => Call("add.Scalar", this, scalar);

        public Tensor add_(Tensor target) => CallInPlace("add_.Tensor", this, target);

        public Tensor add_(Tensor target, Scalar alpha) => CallInPlace("add_.Tensor", this, target, alpha);

        public Tensor add_(Scalar scalar) => CallInPlace("add_.Scalar", this, scalar);

        public Tensor sub(Tensor target) => Call("sub.Tensor", this, target);

        public Tensor sub(Scalar target) => Call("sub.Scalar", this, target);

        public Tensor sub_(Tensor target) => CallInPlace("sub_.Tensor", this, target);

        public Tensor sub_(Scalar target) => CallInPlace("sub_.Scalar", this, target);

        public Tensor mul(Tensor target) => Call("mul.Tensor", this, target);

        public Tensor mul(Scalar target) => Call("mul.Scalar", this, target);

        public Tensor mul_(Tensor target) => CallInPlace("mul_.Tensor", this, target);

        public Tensor mul_(Scalar target) => CallInPlace("mul_.Scalar", this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Call("div.Tensor_mode", this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Call("div.Scalar_mode", this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => CallInPlace("div_.Scalar_mode", this, target, Name(rounding_mode));

        public Tensor remainder(Scalar other) => Call("remainder.Scalar", this, other);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => CallInPlace("addcmul_", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => CallInPlace("addcdiv_", this, tensor1, tensor2, value);

        public Tensor neg() => Call("neg", this);

        public Tensor abs() => Call("abs", this);

        public Tensor exp() => Call("exp", this);

        public Tensor exp_() => CallInPlace("exp_", this);

        public Tensor log() => Call("log", this);

        public Tensor sqrt() => Call("sqrt", this);

        public Tensor square() => Call("square", this);

        public Tensor pow(Scalar exponent) => Call("pow.Tensor_Scalar", this, exponent);

        public Tensor sin() => Call("sin", this);

        public Tensor cos() => Call("cos", this);

        public Tensor tanh() => Call("tanh", this);

        public Tensor tanh_() => CallInPlace("tanh_", this);

        public Tensor sigmoid() => Call("sigmoid", this);

        public Tensor relu() => Call("relu", this);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Call("clamp", this, min, max);

        public Tensor isfinite() => Call("isfinite", this);

        public Tensor matmul(Tensor target) => Call("matmul", this, target);

        public Tensor bmm(Tensor batch2) => Call("bmm", this, batch2);

        public Tensor mm(Tensor target) => Call("mm", this, target);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Call("addmm", this, mat1, mat2, beta, alpha);

        public Tensor eq(Tensor target) => Call("eq.Tensor", this, target);

        public Tensor eq(Scalar target) => Call("eq.Scalar", this, target);

        public Tensor ne(Tensor target) => Call("ne.Tensor", this, target);

        public Tensor ne(Scalar target) => Call("ne.Scalar", this, target);

        public Tensor lt(Tensor target) => Call("lt.Tensor", this, target);

        public Tensor lt(Scalar target) => Call("lt.Scalar", this, target);

        public Tensor ge(Tensor target) => Call("ge.Tensor", this, target);

        public Tensor ge(Scalar target) => Call("ge.Scalar", this, target);

        public Tensor gt(Scalar target) => Call("gt.Scalar", this, target);

        public Tensor logical_not() => Call("logical_not", this);

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator +(Tensor left, int right) => left.add((Scalar)right);

        public static Tensor operator +(Tensor left, double right) => left.add((Scalar)right);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator -(Tensor left, int right) => left.sub((Scalar)right);

        public static Tensor operator -(Tensor left, double right) => left.sub((Scalar)right);

        public static Tensor operator -(double left, Tensor right) => Call("rsub.Scalar", right, left);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator *(Tensor left, int right) => left.mul((Scalar)right);

        public static Tensor operator *(Tensor left, double right) => left.mul((Scalar)right);

        public static Tensor operator *(double left, Tensor right) => right.mul((Scalar)left);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator /(Tensor left, int right) => left.div((Scalar)right);

        public static Tensor operator /(Tensor left, double right) => left.div((Scalar)right);

        private static Argument Name(RoundingMode mode) => mode == RoundingMode.None ? Argument.None : mode.ToString();

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor((long)value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);
    }
}
