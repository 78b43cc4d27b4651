namespace Hinton2015.Mnist;

/// <summary>Section 3 of the paper: errors on the 10,000 test images, rates as shares of them, and what was added to logits.</summary>
internal static class MnistPaper
{
    public const double Teacher = 67, Hard = 146, Distilled = 74;

    public const double Omit3 = 206, Omit3On3 = 133, Omit3AfterBias = 109, Omit3On3AfterBias = 14, Omit3Shift = 3.5;

    public const double Only78Rate = 0.473, Only78RateAfterBias = 0.132, Only78Shift = -7.6;
}
