using Distill.Libtorch;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;
using Distill.Training.Optimizers.Rules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>
/// The student in training: float32 master weights, a working copy for bf16 products (the student itself in f32), and
/// the state of the optimizer.
/// </summary>
internal sealed class TrainedWeights : IDisposable
{
    private readonly TrainingOptions options;
    private readonly double? maxNorm;
    private readonly TrainedParameter[] parameters;
    private readonly GradientSum? sum;

    /// <param name="student">The float32 master.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="examples">Raw inputs of some examples, on which the layers are checked.</param>
    /// <param name="beside">What is learned beside the student, in float32, by names that no weight of the student has.</param>
    /// <param name="ranks">Whose gradients are added to this process's; null for none.</param>
    /// <param name="meanDecay">Of a mean of the student that teaches it; null for none.</param>
    /// <param name="peers">Students that are trained beside it and that all teach each other; null for none.</param>
    /// <exception cref="DistillException">This machine computes the student's layers wrongly, in whatever way.</exception>
    public TrainedWeights(
        Classifier student, TrainingOptions options, Tensor examples, IEnumerable<(string Name, Parameter Parameter)>? beside = null, ICollective? ranks = null,
        double? meanDecay = null, IReadOnlyList<Classifier>? peers = null)
    {
        this.options = options;
        Student = student;
        (Working, Arithmetic) = WorkingModel.Of(student, options.Precision, examples, learns: true);
        foreach (var ((_, mine), (_, copy)) in student.Weights().Zip(Working.Weights()))
        {
            copy.requires_grad = mine.requires_grad;
        }

        maxNorm = student.Spec?.Network.MaxNorm;
        var limited = maxNorm is null ? [] : student.HiddenUnitWeights().Select(pair => pair.Name).ToHashSet(StringComparer.Ordinal);
        parameters =
        [
            .. student.Weights().Zip(Working.Weights())
                .Where(pair => pair.First.Parameter.requires_grad)
                .Select(pair => new TrainedParameter(pair.First.Name, pair.First.Parameter, pair.Second.Parameter, options.Optimizer)
                {
                    IsLimited = limited.Contains(pair.First.Name),
                    IsTable = TextVectors.IsTable(pair.First.Name),
                }),
            .. (beside ?? []).Select(pair => new TrainedParameter(pair.Name, pair.Parameter, pair.Parameter, options.Optimizer)),
        ];
        sum = ranks is null ? null : new GradientSum(ranks, parameters);
        Mean = meanDecay is { } decay ? new MeanStudent(student, Working.Precision, decay) : null;
        Peers = peers is { Count: > 0 } ? new PeerStudents(peers, options, examples) : null;
    }

    /// <summary>The float32 master.</summary>
    public Classifier Student { get; }

    /// <summary>What training calls.</summary>
    public Classifier Working { get; }

    /// <summary>The mean of the student over its steps, as its teacher; null where there is none.</summary>
    public MeanStudent? Mean { get; }

    /// <summary>Students that are trained beside it; null where there are none.</summary>
    public PeerStudents? Peers { get; }

    /// <summary>Who teaches the student out of this training itself; null for nobody.</summary>
    public ITeacher? Teacher => (ITeacher?)Mean ?? Peers;

    /// <summary>Whether all weights are finite numbers.</summary>
    public bool AreFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return Student.State().All(pair => pair.Value.isfinite().all().item<bool>()) && Peers is not { AreFinite: false };
        }
    }

    /// <summary>How what training calls is computed on this machine.</summary>
    public LayerArithmetic Arithmetic { get; }

    /// <summary>What steps leave beside the student, by name: the state of the optimizer, the mean of the student, and its peers.</summary>
    public IEnumerable<(string Name, Tensor State)> OptimizerState() =>
        parameters.SelectMany(parameter => parameter.States.Zip(options.Optimizer.StateNames, (state, name) => ($"{name}.{parameter.Name}", state)))
            .Concat((Mean?.State() ?? []).Select(pair => ($"averaged.{pair.Name}", pair.Value)))
            .Concat(Peers?.State() ?? []);

    /// <summary>Prepares for steps.</summary>
    public void Train()
    {
        Working.train();
        Peers?.Train();
    }

    /// <summary>Ends the training: the students answer as they are evaluated.</summary>
    public void Finish()
    {
        CopyStatisticsToStudent();
        Student.eval();
        Peers?.Finish();
    }

    /// <summary>One step along the gradients that a backward pass left; they are gone afterwards.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="share">The part of the batch that the gradients are the mean of, 0 to 1, where ranks share it.</param>
    /// <returns>
    /// The norm of all gradients together, where they are clipped; otherwise null. Where it is not finite, nothing is
    /// changed.
    /// </returns>
    public double? Update(double rate, long step, double share = 1)
    {
        var gradients = Array.ConvertAll(parameters, parameter => parameter.TakeGradient());
        try
        {
            sum?.Replace(gradients, share);
            double? norm = options.GradientClip is null ? null : Norm(gradients);
            if (norm is { } found && !double.IsFinite(found))
            {
                return norm;
            }

            var scale = norm > options.GradientClip ? (float)(options.GradientClip / norm) : 1f;
            if (Student.Device.IsCpu())
            {
                LibtorchThreads.Run((thread, threads) => UpdatePart(gradients, rate, scale, step, thread, threads));
            }
            else
            {
                UpdateOnDevice(gradients, rate, scale, step);
            }

            Mean?.Follow(Student.Weights().Select(pair => (Tensor)pair.Parameter).Concat(Working.Statistics().Select(pair => pair.Buffer)), step);
            return norm;
        }
        finally
        {
            foreach (var gradient in gradients)
            {
                gradient?.Dispose();
            }
        }
    }

    /// <summary>Brings the student's running statistics up to date with the working copy's.</summary>
    public void CopyStatisticsToStudent()
    {
        CopyStatistics(Working, Student);
        Peers?.CopyStatisticsToStudents();
    }

    /// <summary>Brings working copies up to date after the student and its mean were given other numbers.</summary>
    public void CopyStudentToWorking()
    {
        if (!ReferenceEquals(Working, Student))
        {
            Working.CopyFrom(Student);
        }

        Mean?.Refresh();
        Peers?.CopyStudentsToWorking();
    }

    public void Dispose()
    {
        Mean?.Dispose();
        Peers?.Dispose();
        foreach (var parameter in parameters)
        {
            parameter.Dispose();
        }

        if (!ReferenceEquals(Working, Student))
        {
            Working.Dispose();
        }
    }

    private static void CopyStatistics(Classifier from, Classifier to)
    {
        if (ReferenceEquals(from, to))
        {
            return;
        }

        using var quiet = no_grad();
        foreach (var ((_, source), (_, target)) in from.Statistics().Zip(to.Statistics()))
        {
            target.copy_(source);
        }
    }

    private static double Norm(ParameterGradient?[] gradients)
    {
        var squared = 0.0;
        foreach (var gradient in gradients)
        {
            squared += gradient?.SumOfSquares ?? 0;
        }

        return Math.Sqrt(squared);
    }

    private void UpdateOnDevice(ParameterGradient?[] gradients, double rate, float scale, long step)
    {
        foreach (var (parameter, gradient) in parameters.Zip(gradients))
        {
            if (gradient?.Dense is { } dense)
            {
                DeviceUpdate.Run(parameter, dense, options.Optimizer, Settings(parameter, rate, scale, step), maxNorm);
            }
        }
    }

    private UpdateSettings Settings(TrainedParameter parameter, double rate, float scale, long step) =>
        new(rate, parameter.IsProductWeight ? options.WeightDecay : 0, scale, step);

    // Each thread takes the same share of every parameter, cut between units, so that max-norm sees whole ones.
    private void UpdatePart(ParameterGradient?[] gradients, double rate, float scale, long step, int thread, int threads)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (gradients[i] is not { } gradient)
            {
                continue;
            }

            var parameter = parameters[i];
            if (gradient.Rows is { } rows)
            {
                UpdateRows(parameter, rows, rate, scale, step, thread, threads);
                continue;
            }

            var whole = parameter.Slice(gradient.Dense);
            var units = whole.Weights.Length / parameter.UnitSize;
            var first = (int)((long)units * thread / threads) * parameter.UnitSize;
            var end = (int)((long)units * (thread + 1) / threads) * parameter.UnitSize;
            var slice = whole.Part(first, end - first);
            options.Optimizer.Update(slice, Settings(parameter, rate, scale, step));
            if (parameter.IsLimited)
            {
                MaxNorm.Enforce(slice, parameter.UnitSize, maxNorm!.Value);
            }

            if (!slice.FloatCopy.IsEmpty)
            {
                slice.Weights.CopyTo(slice.FloatCopy);
            }
        }
    }

    // Rows that no example of the batch has stay as they are: no state fades and no weight decays.
    private void UpdateRows(TrainedParameter parameter, RowGradients gradients, double rate, float scale, long step, int thread, int threads)
    {
        var whole = parameter.Slice();
        var end = (int)((long)gradients.Count * (thread + 1) / threads);
        for (var place = (int)((long)gradients.Count * thread / threads); place < end; place++)
        {
            var row = whole.Part(checked(gradients.Row(place) * gradients.Width), gradients.Width).With(gradients.Values(place));
            options.Optimizer.Update(row, new(rate, options.WeightDecay, scale, step));
            if (!row.FloatCopy.IsEmpty)
            {
                row.Weights.CopyTo(row.FloatCopy);
            }
        }
    }
}
