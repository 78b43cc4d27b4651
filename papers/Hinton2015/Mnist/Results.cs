using System.Text.Json.Serialization;
using Distill.Runs.Results;
using Experiments;

namespace Hinton2015.Mnist;

/// <summary>
/// What mnist.json holds: section 3 of the paper, measured. A part that did not run is null. Errors are counts out of
/// the 10,000 test images, of models after their last step; lists have one entry a seed.
/// </summary>
internal sealed record MnistResults : ExperimentResults
{
    // The part whose minutes are told apart: the paper has none like it.
    private const string Apart = "ensemble";

    /// <summary>Images in the test set; errors are counts out of these.</summary>
    public required long TestExamples { get; init; }

    /// <summary>The large, regularised net; the paper has 67 errors.</summary>
    public MnistTeacher? Teacher { get; init; }

    /// <summary>The small net on labels alone; the paper has 146 errors.</summary>
    public MnistStudents? Hard { get; init; }

    /// <summary>The small net at T = 20 on images that are not jittered; the paper has 74 errors.</summary>
    public MnistStudents? Distilled { get; init; }

    /// <summary>The small net on jittered images, with the teacher's answers for the same jittered images.</summary>
    public MnistStudents? Consistent { get; init; }

    /// <summary>The small net on the labels of the same jittered images, by the same recipe: the control of <see cref="Consistent"/>.</summary>
    public MnistStudents? HardJittered { get; init; }

    /// <summary>Small nets that start with some of the teacher's units, at T = 20 on images that are not jittered.</summary>
    public MnistInherited? Inherited { get; init; }

    /// <summary>Small nets whose hidden layers were guided by the teacher's first, then at T = 20 on images that are not jittered.</summary>
    public MnistStudents? Hints { get; init; }

    /// <summary>Small nets on mixtures of images that are not jittered, with the teacher's answers for the mixtures.</summary>
    public MnistStudents? Mixtures { get; init; }

    /// <summary>The small net on images that are not jittered at a second temperature, beside the paper's 20.</summary>
    public MnistStudents? DistilledLower { get; init; }

    /// <summary>An ensemble of ten teachers, and the small net distilled from it on jittered images.</summary>
    public MnistEnsemble? Ensemble { get; init; }

    /// <summary>Students of several widths at several temperatures.</summary>
    public IReadOnlyList<MnistTemperature>? Temperature { get; init; }

    /// <summary>What the temperatures of each width differ by.</summary>
    public IReadOnlyList<MnistTemperatureTest>? TemperatureTests { get; init; }

    /// <summary>The transfer set without any 3; the paper has 206 errors, 133 on threes, and after the bias 109 and 14.</summary>
    public MnistOmit3? Omit3 { get; init; }

    /// <summary>The transfer set of 7s and 8s alone; the paper has an error rate of 47.3 %, and after the bias 13.2 %.</summary>
    public MnistOnly78? Only78 { get; init; }

    /// <summary>High temperatures against logit matching, which is their limit.</summary>
    public IReadOnlyList<MnistLimit>? Limit { get; init; }

    /// <summary>Paired tests between rows of students.</summary>
    public IReadOnlyList<PairedTest>? PairedTests { get; init; }

    /// <summary>Minutes of all parts that ran but the ensemble.</summary>
    public double Minutes => MinutesByPart.Where(pair => pair.Key != Apart).Sum(pair => pair.Value);

    internal override bool HasHoles() =>
        new[] { Hard?.Errors, Distilled?.Errors, Consistent?.Errors, HardJittered?.Errors, Hints?.Errors, Mixtures?.Errors, DistilledLower?.Errors, Inherited?.StartErrors, Inherited?.Hard.Errors, Inherited?.Distilled.Errors, Ensemble?.StudentErrors, Ensemble?.MemberErrors }
            .Concat((Temperature ?? []).Select(entry => entry?.Errors ?? []))
            .Any(errors => errors is { Count: 0 })
        || (Limit ?? []).Any(entry => entry is null || entry.ErrorsBySeed.Count == 0)
        || (TemperatureTests ?? []).Any(test => test is null)
        || (PairedTests ?? []).Any(test => test is null);
}

/// <summary>Students with another bias of class 3. Figures are means over the seeds.</summary>
/// <param name="Shift">What was added to the logit of class 3.</param>
/// <param name="Errors">Test errors.</param>
/// <param name="ErrorsOn3">Those of them on threes.</param>
internal sealed record MnistBiasOn3(double Shift, double Errors, double ErrorsOn3);

/// <summary>Students with other biases of the classes 7 and 8. Figures are means over the seeds.</summary>
/// <param name="Shift">What was added to the logits of both classes.</param>
/// <param name="ErrorRate">Share of test images in error, 0 to 1.</param>
internal sealed record MnistBiasOn78(double Shift, double ErrorRate);

/// <summary>Teachers that differ by their seeds alone, as one, and students distilled from it.</summary>
/// <param name="TeacherErrors">Test errors of the mean of their distributions.</param>
/// <param name="MemberDescription">The layers of each, for example "conv 16-32, 128, 10".</param>
/// <param name="MemberErrors">Test errors of each alone.</param>
/// <param name="MemberEpochs">Passes over the training set of each.</param>
/// <param name="StudentErrors">Test errors of the students, one a seed.</param>
/// <param name="StudentEpochs">Passes over the 60,000 training images; a jittered image counts as a pass over its original.</param>
/// <param name="Temperature">Temperature of distillation.</param>
internal sealed record MnistEnsemble(
    long TeacherErrors,
    string MemberDescription,
    IReadOnlyList<long> MemberErrors,
    double MemberEpochs,
    IReadOnlyList<long> StudentErrors,
    double StudentEpochs,
    double Temperature);

/// <summary>Small nets that start with some of the teacher's units, on images that are not jittered.</summary>
/// <param name="StartErrors">Test errors of the drawn units before any training, one a seed.</param>
/// <param name="Hard">The same after training on labels alone.</param>
/// <param name="Distilled">The same after training on soft targets.</param>
internal sealed record MnistInherited(IReadOnlyList<long> StartErrors, MnistStudents Hard, MnistStudents Distilled);

/// <summary>Students at one high temperature, or of logit matching, the limit of high temperatures.</summary>
/// <param name="Temperature">T; infinity for logit matching.</param>
/// <param name="Errors">Test errors, the mean over the seeds.</param>
/// <param name="LogitMse">Mean squared difference from the teacher's logits on the test set, both zero-meaned for each image; the mean over images, classes and seeds.</param>
/// <param name="ErrorsBySeed">Test errors, one a seed.</param>
internal sealed record MnistLimit(
    [property: JsonPropertyName("T")] double Temperature, double Errors, double LogitMse, IReadOnlyList<long> ErrorsBySeed);

/// <summary>Students that never saw a 3. Figures are means over the seeds.</summary>
/// <param name="Errors">Test errors.</param>
/// <param name="ErrorsOn3">Those of them on threes.</param>
/// <param name="PriorBias">After the bias of class 3 was raised until training images are called a 3 as often as threes are among them; no label is looked at.</param>
/// <param name="TestBias">After the bias of class 3 was tuned on the test set, as the paper did: what could be had, not what may be claimed.</param>
/// <param name="Threes">Threes in the test set.</param>
/// <param name="Seeds">How many students.</param>
internal sealed record MnistOmit3(
    double Errors, double ErrorsOn3, MnistBiasOn3 PriorBias, MnistBiasOn3 TestBias, long Threes, int Seeds);

/// <summary>Students that saw 7s and 8s alone. Figures are means over the seeds.</summary>
/// <param name="ErrorRate">Share of test images in error, 0 to 1.</param>
/// <param name="PriorBias">After the biases of 7 and 8 were lowered until training images are called 7 or 8 as often as these are among them; no label is looked at.</param>
/// <param name="TestBias">After the biases were tuned on the test set, as the paper did: what could be had, not what may be claimed.</param>
/// <param name="Seeds">How many students.</param>
internal sealed record MnistOnly78(double ErrorRate, MnistBiasOn78 PriorBias, MnistBiasOn78 TestBias, int Seeds);

/// <summary>Students that differ by their seeds alone.</summary>
/// <param name="Errors">Test errors, one a seed.</param>
/// <param name="Epochs">Passes over the 60,000 training images; a jittered image counts as a pass over its original.</param>
/// <param name="Temperature">Temperature of distillation; null on labels alone.</param>
/// <param name="HardWeight">Weight on the labels: 1 on labels alone.</param>
internal sealed record MnistStudents(IReadOnlyList<long> Errors, double Epochs, double? Temperature = null, double HardWeight = 1);

/// <summary>The teacher.</summary>
/// <param name="Errors">Test errors.</param>
/// <param name="Description">Its layers, for example "784-1200-1200-10".</param>
/// <param name="Epochs">Passes over the training set.</param>
internal sealed record MnistTeacher(long Errors, string Description, double Epochs);

/// <summary>The students of one width and temperature.</summary>
/// <param name="Width">Units of each of the two hidden layers.</param>
/// <param name="Temperature">T.</param>
/// <param name="Errors">Test errors, one a seed.</param>
/// <param name="HeldOutErrors">Errors on held-out training images, one a seed.</param>
internal sealed record MnistTemperature(
    int Width,
    [property: JsonPropertyName("T")] double Temperature,
    IReadOnlyList<long> Errors,
    IReadOnlyList<long>? HeldOutErrors = null);

/// <summary>A paired t-test over seeds between two temperatures of one width, on test errors.</summary>
/// <param name="Width">Units of each hidden layer.</param>
/// <param name="Temperature">The temperature chosen on held-out images.</param>
/// <param name="Other">The temperature that it is compared with.</param>
/// <param name="Difference">Mean test errors at the other less those at the chosen one: positive where the chosen one is better.</param>
/// <param name="Lower">Lower end of the interval of the difference.</param>
/// <param name="Upper">Upper end of the interval of the difference.</param>
/// <param name="Confidence">Confidence of the interval, for example 0.95.</param>
/// <param name="P">Two-sided p.</param>
internal sealed record MnistTemperatureTest(
    int Width, double Temperature, double Other, double Difference, double Lower, double Upper, double Confidence, double P);
