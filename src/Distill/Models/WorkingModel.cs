using System.Runtime.InteropServices;
using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>Decides which copy of a model computes: in bf16 where that was asked for, is right on this machine and faster, else in f32.</summary>
internal static class WorkingModel
{
    /// <summary>The model itself, or a copy of it in bf16 that the caller disposes.</summary>
    /// <param name="model">In float32.</param>
    /// <param name="precision">What was asked for.</param>
    /// <param name="examples">Raw inputs as in a batch, one example or more.</param>
    /// <param name="learns">Whether gradients matter.</param>
    /// <exception cref="DistillException">The layers are wrong in f32, too.</exception>
    public static (Classifier Working, LayerArithmetic Arithmetic) Of(Classifier model, Precision precision, Tensor examples, bool learns)
    {
        string? fault = null;
        if (precision == Precision.Bf16 && model.Device.IsCpu() && !Bf16Instructions.Exist)
        {
            fault = Bf16Instructions.Missing;
        }
        else if (precision == Precision.Bf16)
        {
            var copy = model.Copy(Precision.Bf16);
            fault = Fault(copy, examples, learns, out var facts);
            if (fault is null)
            {
                return (copy, facts!);
            }

            copy.Dispose();
        }

        var single = model.CheckArithmetic(examples, learns);
        model.ThrowUnlessRight(single);
        if (fault is null)
        {
            return (model, single.Facts);
        }

        var cure = $"in f32 in place of bf16, because {fault}";
        ArithmeticCures.Tell(model.Spec?.Description ?? "the network", cure);
        return (model, single.Facts with { Cure = single.Cure is null ? cure : $"{cure}; {single.Cure}" });
    }

    /// <summary>The precision in which a model is right that only answers, found on noise.</summary>
    /// <exception cref="DistillException">The layers are wrong in f32, too.</exception>
    public static Precision PrecisionOf(Classifier model, Precision asked)
    {
        if (!model.CanCopy)
        {
            if (asked == Precision.Bf16 && model.Device.IsCpu() && !Bf16Instructions.Exist)
            {
                ArithmeticCures.Tell("the network", $"in f32 in place of bf16, because {Bf16Instructions.Missing}");
                return Precision.F32;
            }

            // It cannot be copied; its first batch checks it as it is.
            return asked;
        }

        using var noise = Noise(model);
        var (working, _) = Of(model, asked, noise, learns: false);
        var found = working.Precision;
        if (!ReferenceEquals(working, model))
        {
            working.Dispose();
        }

        return found;
    }

    // Null where the copy is right. A network of the caller's may hold layers that do not take bf16 at all.
    private static string? Fault(Classifier copy, Tensor examples, bool learns, out LayerArithmetic? facts)
    {
        facts = null;
        try
        {
            var half = copy.CheckArithmetic(examples, learns);
            facts = half.Facts;
            return half.IsRight ? null : half.Fault;
        }
        catch (ExternalException error) when (copy.Spec is null)
        {
            return $"its layers do not take bf16 ({error.Message.Split('\n')[0].TrimEnd('.')})";
        }
    }

    private static Tensor Noise(Classifier model)
    {
        using var kept = new KeptGenerator();
        random.manual_seed(1);
        var input = model.Input;
        long count = CheckedNetworks.Examples(model.Spec);
        if (model.Spec is { Network.TakesText: true })
        {
            // Blanks, letters and signs of ASCII.
            return randint(' ', 127, [count, input.Channels], ScalarType.Byte);
        }

        return input.IsFeatures ? randn(count, input.Channels, ScalarType.Float32) : randn(count, input.Channels, input.Height, input.Width, ScalarType.Float32);
    }
}
