/**
 * What the protocols of devices say about themselves, in Chinese; in English their own text stands. Words in Latin letters are names, or values to be
 * typed as they are. A test of the server holds the protocols and these lists together.
 */

/** What a person calls a kind of device, by the name of its protocol. */
export const titles: Record<string, string> = {
  'lsl': 'Lab Streaming Layer（LSL）',
  'rda': 'Brain Products RDA（BrainVision Recorder）',
  'neuroscan': 'Neuroscan Acquire、Curry 8',
  'neuracle': '博睿康 Neuracle（数据服务）',
  'fieldtrip': 'FieldTrip 缓冲区',
  'cyton': 'OpenBCI Cyton、Cyton + Daisy',
  'unicorn': 'g.tec Unicorn Hybrid Black（蓝牙串口）',
  'unicorn-udp': 'g.tec Unicorn Hybrid Black（Unicorn UDP）',
  'freeeeg32': 'FreeEEG32',
  'spikerbox': 'Backyard Brains SpikerBox',
  'brainflow': 'BrainFlow 转发的采集板',
  'openephys': 'Open Ephys GUI（ZMQ Interface）',
  'falcon': 'Open Ephys GUI（Falcon Output）',
  'intan': 'Intan RHX（RHD、RHS）',
  'plain': 'TCP 或 UDP 数据帧（由 JSON 文件描述）',
  'wav': 'WAV：文件、管道或标准输入（声卡）',
};

/** What an option of an address means, by protocol and option. */
export const meanings: Record<string, string> = {
  'lsl.name': '数据流名称；默认不限',
  'lsl.type': '内容类型，如 EEG 或 Markers；默认不限',
  'lsl.source_id': '来源标识，用于区分同类设备；默认不限',
  'lsl.hostname': '发送端的计算机名；默认不限',
  'lsl.uid': '某一个发送端（outlet）的标识，其程序结束后失效；默认不限',
  'lsl.session_id': '实验室会话标识；默认取 lsl_api.cfg 中的值，否则为 default',
  'neuroscan.dialect': 'auto：向服务器查询（默认）；acquire：Neuroscan SCAN 4.x；curry8：Curry 8',
  'neuracle.channels': '信号通道数，不含触发通道；未给出 names 时必填',
  'neuracle.rate': '采样率（Hz）；默认 1000',
  'neuracle.layout': '触发通道的数据类型。float：float32（默认）；int：int32',
  'neuracle.names': '通道名称，以逗号分隔；默认 Ch1、Ch2……',
  'neuracle.align': 'search：搜索帧的起点（默认）；start：服务从完整的一帧开始发送',
  'cyton.daisy': '设为 yes 时 16 通道、125 Hz；默认 no，8 通道、250 Hz',
  'cyton.gain': '放大器增益：1、2、4、6、8、12 或 24，用于所有通道；也可逐个通道给出，以逗号分隔；默认 24',
  'cyton.aux': '三个辅助通道的内容：accelerometer（加速度）、analog（模拟输入）或 digital（数字输入）；默认 accelerometer',
  'cyton.time': '设为 no 时不使用采集板自身的时间戳；默认 yes',
  'cyton.baud': '串口波特率；默认 115200',
  'unicorn.baud': '串口波特率，蓝牙不使用此值；默认 115200',
  'unicorn-udp.counter': '计数器在各数值中的位置，从 0 数起；none 表示没有；默认：共 17 个数值时为 15，否则为 none',
  'unicorn-udp.rate': '采样率（Hz）；默认 250',
  'freeeeg32.rate': '采样率（Hz），与固件设置一致；默认 512',
  'freeeeg32.baud': '串口波特率；默认 921600',
  'spikerbox.channels': '通道数，1 至 6；默认 1；采样率为 10000 Hz 除以通道数',
  'spikerbox.baud': '串口波特率，取决于型号：222222、115200 或 500000；默认 222222',
  'brainflow.board': '主采集板（master board）的编号或名称；必填',
  'brainflow.batch': '每个数据报中的数据包数，不符者拒收；默认 1 至 99 均可',
  'brainflow.range': '数据包计数器回绕前的取值个数；默认按采集板列表',
  'openephys.stream': '数据流名称；默认取最先到达的数据流',
  'openephys.channels': '数据流的通道数；默认由最初的数据块得知',
  'openephys.heartbeat': '是否定时向 GUI 发送心跳消息，表明 Pons 正在接收：yes（默认）或 no',
  'openephys.heartbeatport': '心跳端口；默认为数据端口加 1',
  'falcon.stream': '数据流名称；默认取最先到达的数据流',
  'intan.channels': 'RHX 发送哪些通道，用其自身的名称：A-000..A-031,A-AUX1,A-VDD1,ANALOG-IN-01,DIGITAL-IN-01',
  'intan.bands': '放大器通道的频带，可选 wide（宽带）、low（低通）、high（高通）、dc（直流）、stim（刺激）中的若干个，以逗号分隔；默认 wide',
  'intan.spikes': '设为 yes 时把这些通道的锋电位记为标记；默认 no',
  'intan.blocks': '每次发送的数据块数，每块 128 个样本，1 至 100；默认 1，延迟最小',
  'intan.board': 'usb3（默认，RHS 亦同）或 usb2：决定模拟输入的单位',
  'intan.restart': '设为 yes 时，若 RHX 已在运行，先停止再重新启动；默认 no',
  'intan.waveformport': '波形数据端口；默认 5001',
  'intan.spikeport': '锋电位数据端口；默认 5002',
  'plain.description': '描述设备数据格式的 JSON 文件；必填',
  'wav.speed': '文件的播放速度，为采样时的倍数；默认 1；不适用于管道',
  'wav.microvolts': '满量程对应的 µV 数，用于以声卡形式工作的放大器；默认：数值为满量程的比例',
};

/** What Pons calls a device that was found but does not name itself, by protocol. */
export const found: Record<string, string> = {
  'found.cyton': '串口，可能接有 OpenBCI 接收器',
};
