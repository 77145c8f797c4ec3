namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>What each decoder does in a few words, and the papers it comes from; alignments too.</summary>
internal static class DecoderPapers
{
    private static readonly Paper Csp = new("Blankertz B, Tomioka R, Lemm S, Kawanabe M, Müller K-R (2008). Optimizing spatial filters for robust EEG single-trial analysis. IEEE Signal Process Mag 25:41–56.", "10.1109/MSP.2008.4408441");
    private static readonly Paper Mdm = new("Barachant A, Bonnet S, Congedo M, Jutten C (2012). Multiclass brain–computer interface classification by Riemannian geometry. IEEE Trans Biomed Eng 59:920–928.", "10.1109/TBME.2011.2172210");
    private static readonly Paper Tangent = new("Barachant A, Bonnet S, Congedo M, Jutten C (2013). Classification of covariance matrices using a Riemannian-based kernel for BCI applications. Neurocomputing 112:172–178.", "10.1016/j.neucom.2012.12.039");
    private static readonly Paper Filtered = new("Barachant A, Bonnet S, Congedo M, Jutten C (2010). Riemannian geometry applied to BCI classification. LVA/ICA 2010, LNCS 6365:629–636.", "10.1007/978-3-642-15995-4_78");
    private static readonly Paper Trca = new("Nakanishi M, Wang Y, Chen X, Wang Y-T, Gao X, Jung T-P (2018). Enhancing detection of SSVEPs for a high-speed brain speller using task-related component analysis. IEEE Trans Biomed Eng 65:104–112.", "10.1109/TBME.2017.2694818");
    private static readonly Paper Xdawn = new("Rivet B, Souloumiac A, Attina V, Gibert G (2009). xDAWN algorithm to enhance evoked potentials: application to brain–computer interface. IEEE Trans Biomed Eng 56:2035–2043.", "10.1109/TBME.2009.2012869");
    private static readonly Paper Erp = new("Barachant A, Congedo M (2014). A plug&play P300 BCI using information geometry. arXiv 1409.0107.", "10.48550/arXiv.1409.0107");

    private static readonly Dictionary<string, Entry> All = new()
    {
        ["csp-lda"] = new("common spatial patterns, log power, linear discriminant with shrinkage", "共空间模式、对数功率、收缩线性判别", Csp),
        ["riemann-mdm"] = new("nearest class mean of covariances on the Riemannian manifold", "黎曼流形上协方差的最近类均值", Mdm),
        ["tangent-lr"] = new("logistic regression in the tangent space of covariances", "协方差切空间中的逻辑回归", Tangent),
        ["fgmdm"] = new("nearest class mean behind a geodesic filter", "测地线滤波后的最近类均值", Filtered),
        ["tangent-lda"] = new("linear discriminant with shrinkage in the tangent space", "切空间中的收缩线性判别", Mdm),
        ["tangent-svm"] = new("linear support vector machine in the tangent space", "切空间中的线性支持向量机", Tangent),
        ["riemann-svm"] = new("support vector machine with a Gaussian kernel on covariances", "协方差高斯核支持向量机",
            new Paper("Jayasumana S, Hartley R, Salzmann M, Li H, Harandi M (2015). Kernel methods on Riemannian manifolds with Gaussian RBF kernels. IEEE Trans Pattern Anal Mach Intell 37:2464–2477.", "10.1109/TPAMI.2015.2414422")),
        ["acm-tangent-svm"] = new("augmented covariances, support vector machine in the tangent space", "增广协方差、切空间支持向量机",
            new Paper("Carrara I, Papadopoulo T (2024). Classification of BCI-EEG based on the augmented covariance matrix. IEEE Trans Biomed Eng.", "10.48550/arXiv.2302.04508")),
        ["rcsp-lda"] = new("regularised common spatial patterns, linear discriminant", "正则化共空间模式、线性判别",
            new Paper("Lotte F, Guan C (2011). Regularizing common spatial patterns to improve BCI designs: unified theory and new algorithms. IEEE Trans Biomed Eng 58:355–362.", "10.1109/TBME.2010.2082539")),
        ["ajd-csp-lda"] = new("common spatial patterns of all classes at once, linear discriminant", "多类联合共空间模式、线性判别",
            new Paper("Grosse-Wentrup M, Buss M (2008). Multiclass common spatial patterns and information theoretic feature extraction. IEEE Trans Biomed Eng 55:1991–2000.", "10.1109/TBME.2008.921154")),
        ["fbcsp-lda"] = new("filter-bank common spatial patterns, mutual information, linear discriminant", "滤波器组共空间模式、互信息、线性判别",
            new Paper("Ang KK, Chin ZY, Zhang H, Guan C (2008). Filter bank common spatial pattern (FBCSP) in brain–computer interface. Proc IJCNN, 2390–2397.", "10.1109/IJCNN.2008.4634130")),
        ["cca"] = new("canonical correlation with sines of the stimulus frequencies", "与刺激频率正弦的典型相关",
            new Paper("Lin Z, Zhang C, Wu W, Gao X (2007). Frequency recognition based on canonical correlation analysis for SSVEP-based BCIs. IEEE Trans Biomed Eng 54:1172–1176.", "10.1109/TBME.2006.889197")),
        ["fbcca"] = new("filter-bank canonical correlation", "滤波器组典型相关",
            new Paper("Chen X, Wang Y, Gao S, Jung T-P, Gao X (2015). Filter bank canonical correlation analysis for implementing a high-speed SSVEP-based brain–computer interface. J Neural Eng 12:046008.", "10.1088/1741-2560/12/4/046008")),
        ["trca"] = new("task-related component analysis", "任务相关成分分析", Trca),
        ["etrca"] = new("ensemble task-related component analysis", "集成任务相关成分分析", Trca),
        ["tdca"] = new("task-discriminant component analysis", "任务判别成分分析",
            new Paper("Liu B, Chen X, Shi N, Wang Y, Gao S, Gao X (2021). Improving the performance of individually calibrated SSVEP-BCI by task-discriminant component analysis. IEEE Trans Neural Syst Rehabil Eng 29:1998–2007.", "10.1109/TNSRE.2021.3114340")),
        ["extended-cca"] = new("canonical correlation extended by mean responses", "以平均响应扩展的典型相关",
            new Paper("Nakanishi M, Wang Y, Wang Y-T, Jung T-P (2015). A comparison study of canonical correlation analysis based methods for detecting steady-state visual evoked potentials. PLoS ONE 10:e0140703.", "10.1371/journal.pone.0140703")),
        ["mset-cca"] = new("multiset canonical correlation", "多集典型相关",
            new Paper("Zhang Y, Zhou G, Jin J, Wang X, Cichocki A (2014). Frequency recognition in SSVEP-based BCI using multiset canonical correlation analysis. Int J Neural Syst 24:1450013.", "10.1142/S0129065714500130")),
        ["rcca"] = new("reconvolution canonical correlation for coded flicker", "编码闪烁的重卷积典型相关",
            new Paper("Thielen J, Marsman P, Farquhar J, Desain P (2021). From full calibration to zero training for a code-modulated visual evoked potentials for brain–computer interface. J Neural Eng 18:056007.", "10.1088/1741-2552/abecef")),
        ["xdawn-lda"] = new("xDAWN filters, linear discriminant with shrinkage on the course in time", "xDAWN 滤波、时间过程收缩线性判别", Xdawn),
        ["xdawn-tangent-lr"] = new("xDAWN covariances, logistic regression in the tangent space", "xDAWN 协方差、切空间逻辑回归", Xdawn, Erp),
        ["xdawn-mdm"] = new("xDAWN covariances, nearest class mean", "xDAWN 协方差、最近类均值", Xdawn, Erp),
        ["erp-tangent-lr"] = new("covariances of evoked responses, logistic regression in the tangent space", "诱发响应协方差、切空间逻辑回归", Erp),
        ["erp-mdm"] = new("covariances of evoked responses, nearest class mean", "诱发响应协方差、最近类均值", Erp),
        ["erp-lda"] = new("linear discriminant with shrinkage on the course in time", "时间过程收缩线性判别",
            new Paper("Blankertz B, Lemm S, Treder M, Haufe S, Müller K-R (2011). Single-trial analysis and classification of ERP components – a tutorial. NeuroImage 56:814–825.", "10.1016/j.neuroimage.2010.06.048")),
        ["erp-toeplitz-lda"] = new("linear discriminant with a block-Toeplitz covariance", "分块 Toeplitz 协方差线性判别",
            new Paper("Sosulski J, Tangermann M (2022). Introducing block-Toeplitz covariance matrices to remaster linear discriminant analysis for event-related potential brain–computer interfaces. J Neural Eng 19:066001.", "10.1088/1741-2552/ac9c98")),
        ["erp-swlda"] = new("stepwise linear discriminant analysis", "逐步线性判别",
            new Paper("Krusienski DJ, Sellers EW, Cabestaing F, et al. (2006). A comparison of classification techniques for the P300 speller. J Neural Eng 3:299–305.", "10.1088/1741-2560/3/4/007")),
        ["band-power-lda"] = new("logarithm of band power by Welch's method, linear discriminant with shrinkage", "Welch 对数频带功率、收缩线性判别",
            new Paper("Blankertz B, Lemm S, Treder M, Haufe S, Müller K-R (2011). Single-trial analysis and classification of ERP components – a tutorial. NeuroImage 56:814–825.", "10.1016/j.neuroimage.2010.06.048")),
        ["eegnet"] = new("compact convolutional network", "紧凑卷积网络",
            new Paper("Lawhern VJ, Solon AJ, Waytowich NR, Gordon SM, Hung CP, Lance BJ (2018). EEGNet: a compact convolutional neural network for EEG-based brain–computer interfaces. J Neural Eng 15:056013.", "10.1088/1741-2552/aace8c")),
        ["shallow-convnet"] = new("shallow convolutional network of log band power", "对数频带功率浅层卷积网络",
            new Paper("Schirrmeister RT, Springenberg JT, Fiederer LDJ, et al. (2017). Deep learning with convolutional neural networks for EEG decoding and visualization. Hum Brain Mapp 38:5391–5420.", "10.1002/hbm.23730")),
        ["euclidean"] = new("the arithmetic mean covariance of each person becomes the identity", "每名被试的算术平均协方差变为单位阵",
            new Paper("He H, Wu D (2020). Transfer learning for brain–computer interfaces: a Euclidean space data alignment approach. IEEE Trans Biomed Eng 67:399–410.", "10.1109/TBME.2019.2913914")),
        ["riemannian-rescaled"] = new("the Riemannian mean covariance of each person becomes the identity, and their dispersion one", "每名被试的黎曼平均协方差变为单位阵，且离散度归一",
            new Paper("Rodrigues PLC, Jutten C, Congedo M (2019). Riemannian Procrustes analysis: transfer learning for brain–computer interfaces. IEEE Trans Biomed Eng 66:2390–2401.", "10.1109/TBME.2018.2889705")),
        ["riemannian"] = new("the Riemannian mean covariance of each person becomes the identity", "每名被试的黎曼平均协方差变为单位阵",
            new Paper("Zanini P, Congedo M, Jutten C, Said S, Berthoumieu Y (2018). Transfer learning: a Riemannian geometry framework with applications to brain–computer interfaces. IEEE Trans Biomed Eng 65:1107–1116.", "10.1109/TBME.2017.2742541")),
    };

    /// <summary>The entry of a decoder or alignment; a calibrated or tuned decoder has that of the decoder inside.</summary>
    public static Entry? Find(string name)
    {
        const string Calibrated = "+temperature", Tuned = "+tuned";
        if (All.GetValueOrDefault(name) is { } known) return known;
        if (name.EndsWith(Tuned, StringComparison.Ordinal) && Find(name[..^Tuned.Length]) is { } tuned)
            return tuned with { En = tuned.En + ", parameters chosen inside the training trials", Zh = tuned.Zh + "，参数在训练试次内选择" };
        if (!name.EndsWith(Calibrated, StringComparison.Ordinal) || Find(name[..^Calibrated.Length]) is not { } inner)
            return name == "recursive" ? Find("riemannian") : null;
        return inner with { En = inner.En + ", calibrated by a temperature", Zh = inner.Zh + "，温度校准", Papers = [.. inner.Papers, Paper.Guo] };
    }

    /// <summary>What a method does and where it comes from.</summary>
    /// <param name="En">In English.</param>
    /// <param name="Zh">In Chinese.</param>
    /// <param name="Papers">Its papers.</param>
    internal sealed record Entry(string En, string Zh, params Paper[] Papers);
}
